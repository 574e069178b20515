package io.caravan.flow;

import java.util.EnumSet;
import java.util.Set;

/** Where an action stands; {@code RUNNING} is read from the outbox (a taken row), never from a fact. */
public enum ActionState {
    WAITING,
    /** Its needs are met, its conditions are being evaluated. */
    EVALUATING,
    /** It waits for an event. */
    AWAITING,
    /** Its items run. */
    SPLIT,
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
            case EVALUATING -> EnumSet.of(AWAITING, SPLIT, DELAYED, READY, SKIPPED, DEAD, CANCELLED);
            case AWAITING -> EnumSet.of(EVALUATING, READY, SKIPPED, DEAD, CANCELLED);
            case SPLIT -> EnumSet.of(SUCCEEDED, DEAD, CANCELLED);
            case DELAYED, READY, RETRYING, RUNNING ->
                EnumSet.of(READY, RUNNING, RETRYING, UNCERTAIN, SUCCEEDED, DEAD, CANCELLED);
            case UNCERTAIN, DEAD -> EnumSet.of(EVALUATING, SPLIT, READY, SUCCEEDED, SKIPPED, CANCELLED);
            case CANCELLED -> EnumSet.of(SUCCEEDED);
            case SUCCEEDED, SKIPPED -> EnumSet.noneOf(ActionState.class);
        };
    }

    /** Nothing more will happen by itself. */
    public boolean settled() {
        return switch (this) {
            case SUCCEEDED, SKIPPED, DEAD, UNCERTAIN, CANCELLED -> true;
            case WAITING, EVALUATING, AWAITING, SPLIT, DELAYED, READY, RUNNING, RETRYING -> false;
        };
    }

    /** It has a row in the outbox. */
    public boolean outstanding() {
        return switch (this) {
            case EVALUATING, AWAITING, DELAYED, READY, RETRYING, RUNNING -> true;
            case WAITING, SPLIT, UNCERTAIN, SUCCEEDED, SKIPPED, DEAD, CANCELLED -> false;
        };
    }

    /** Its row in the outbox stands for an attempt. */
    public boolean attempted() {
        return outstanding() && this != EVALUATING && this != AWAITING;
    }

    /** It gave up and waits for a person. */
    public boolean gaveUp() {
        return this == DEAD || this == UNCERTAIN;
    }

    /** What people are told: some are ways of waiting, and a list runs while its items do. */
    public String word() {
        return switch (this) {
            case EVALUATING, AWAITING, DELAYED -> WAITING.word();
            case SPLIT -> RUNNING.word();
            default -> name().toLowerCase(java.util.Locale.ROOT);
        };
    }
}
