package io.caravan.flow;

import java.util.EnumSet;
import java.util.Set;

/** Where an action stands; {@code RUNNING} is read from the outbox (a taken row), never from a fact. */
public enum ActionState {
    WAITING,
    /** Its needs are met, its conditions are being evaluated. */
    EVALUATING,
    /** It is wanted, but not yet. */
    DELAYED,
    READY,
    RUNNING,
    RETRYING,
    UNCERTAIN,
    SUCCEEDED,
    SKIPPED,
    DEAD,
    CANCELLED;

    /** The states that may follow. */
    public Set<ActionState> next() {
        return switch (this) {
            case WAITING -> EnumSet.of(EVALUATING, READY, SKIPPED, CANCELLED);
            case EVALUATING -> EnumSet.of(DELAYED, READY, SKIPPED, DEAD, CANCELLED);
            case DELAYED, READY, RETRYING, RUNNING ->
                EnumSet.of(READY, RUNNING, RETRYING, UNCERTAIN, SUCCEEDED, DEAD, CANCELLED);
            case UNCERTAIN, DEAD -> EnumSet.of(EVALUATING, READY, SUCCEEDED, SKIPPED, CANCELLED);
            case SUCCEEDED, SKIPPED, CANCELLED -> EnumSet.noneOf(ActionState.class);
        };
    }

    /** Nothing more will happen by itself. */
    public boolean settled() {
        return switch (this) {
            case SUCCEEDED, SKIPPED, DEAD, UNCERTAIN, CANCELLED -> true;
            case WAITING, EVALUATING, DELAYED, READY, RUNNING, RETRYING -> false;
        };
    }

    /** It has a row in the outbox. */
    public boolean outstanding() {
        return switch (this) {
            case EVALUATING, DELAYED, READY, RETRYING, RUNNING -> true;
            case WAITING, UNCERTAIN, SUCCEEDED, SKIPPED, DEAD, CANCELLED -> false;
        };
    }

    /** It gave up and waits for a person. */
    public boolean gaveUp() {
        return this == DEAD || this == UNCERTAIN;
    }

    /** What people are told: evaluating and delayed are ways of waiting. */
    public String word() {
        return this == EVALUATING || this == DELAYED ? WAITING.word() : name().toLowerCase(java.util.Locale.ROOT);
    }
}
