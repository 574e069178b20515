package io.caravan.store.journal;

/** What was there a statement ago has been deleted or changed by another node: the batch is run again. */
final class GoneMeanwhile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GoneMeanwhile(String what) {
        super(what + " has just been deleted or changed by another node.", null, false, false);
    }
}
