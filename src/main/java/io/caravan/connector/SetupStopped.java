package io.caravan.connector;

/** The setup of a portal could not go on; the message is a sentence that says why and what to do. */
public final class SetupStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why it stopped. */
    public enum Reason {
        /** Nobody answers there. */
        UNREACHABLE,
        /** The token is not accepted. */
        TOKEN,
        /** The token is not allowed to do this. */
        SCOPE,
        /** It is refused for now. */
        LATER,
        /** The answer is none of HubSpot's. */
        STRANGER
    }

    private final Reason reason;

    SetupStopped(Reason reason, String sentence) {
        super(sentence, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Why an answer with this meaning ends the setup. */
    static SetupStopped by(Verdict verdict) {
        String told = verdict.failure().message();
        return switch (verdict.meaning()) {
            case AUTH ->
                new SetupStopped(Reason.TOKEN, told + "; give a service key of this portal by CARAVAN_HUBSPOT_TOKEN.");
            case REJECTED ->
                new SetupStopped(
                        Reason.SCOPE, told + "; give the service key the scopes that docs/connectors.md names.");
            case NOT_PROCESSED, NOT_PROCESSED_LONG, ALREADY_EXISTS ->
                new SetupStopped(Reason.LATER, told + "; run this again later.");
            case ABSENT, AMBIGUOUS, UNKNOWN_CODE, PARTIAL, ACCEPTED, ALREADY_DONE ->
                new SetupStopped(Reason.STRANGER, told + "; look at caravan.hubspot.url, then run this again.");
        };
    }
}
