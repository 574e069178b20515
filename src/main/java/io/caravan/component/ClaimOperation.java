package io.caravan.component;

/** What can be done at {@code claim:}. */
enum ClaimOperation {
    CHECK_IN("check-in"),
    CHECK_OUT("check-out");

    private final String word;

    ClaimOperation(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }
}
