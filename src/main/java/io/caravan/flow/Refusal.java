package io.caravan.flow;

/** One reason why a set of routes cannot be used: where, and a sentence that says what to do. */
public record Refusal(Place place, String sentence) {
    @Override
    public String toString() {
        return place + ": " + sentence;
    }
}
