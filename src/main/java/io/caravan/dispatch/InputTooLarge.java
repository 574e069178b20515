package io.caravan.dispatch;

import io.caravan.store.claimcheck.Claims;

/** A trigger has made an input that is larger than any payload may be. */
final class InputTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InputTooLarge() {
        super("The input is larger than " + Claims.LARGEST + " bytes; keep less of the event in the trigger.");
    }
}
