package io.caravan.sandbox;

/** Thrown where a request turns out to be one the third party refuses; an effect refuses before it writes anything. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    Refused(Answer answer) {
        super(answer.body(), null, false, false);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }
}
