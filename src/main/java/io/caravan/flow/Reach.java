package io.caravan.flow;

/** Whom the delay concerns that a third party has asked for: this attempt only, or all that use its destination. */
public enum Reach {
    ATTEMPT,
    DESTINATION
}
