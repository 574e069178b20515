package io.caravan.bench.ways;

/**
 * One way in.
 *
 * @param through sends events to Caravan by it
 * @param limit what the same client, or the database, could do without Caravan, in words
 * @param alone does that
 */
record Way(String name, Sending through, String limit, Sending alone) {
    /** Sends so many events of a type; back when the receiver has confirmed them. */
    @FunctionalInterface
    interface Sending {
        void send(String type, int events) throws Exception;
    }
}
