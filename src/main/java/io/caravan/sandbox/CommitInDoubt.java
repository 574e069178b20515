package io.caravan.sandbox;

/** The answer to a commit was lost: what it held may have been written. */
final class CommitInDoubt extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommitInDoubt(Throwable cause) {
        super("The answer of the sandbox's database was lost.", cause);
    }
}
