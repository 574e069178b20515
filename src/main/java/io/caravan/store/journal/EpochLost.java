package io.caravan.store.journal;

/** The other nodes have declared this one dead: whatever it held under the epoch is not its own any more. */
final class EpochLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long epoch;

    EpochLost(long epoch) {
        super("This node was declared dead under epoch " + epoch + ".", null, false, false);
        this.epoch = epoch;
    }

    long epoch() {
        return epoch;
    }
}
