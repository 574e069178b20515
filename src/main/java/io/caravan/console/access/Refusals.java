package io.caravan.console.access;

import io.caravan.http.Problem;

/** What somebody is told who may not. */
final class Refusals {
    private Refusals() {}

    static Problem missing() {
        return new Problem(401, "Who are you?", "Send a token of this Caravan as Authorization: Bearer TOKEN.");
    }

    static Problem unknown() {
        return new Problem(401, "Token not known", "The token is not known here; it was mistyped or revoked.");
    }

    static Problem invalid(String reason) {
        return new Problem(401, "Token not valid", "The token is not valid: " + reason + ".");
    }

    static Problem forbidden(Caller caller, Role needed) {
        String role = needed == Role.KAMELET ? Role.OPERATOR.word() : needed.word();
        return new Problem(
                403, "Not allowed", "This needs the role " + role + "; " + caller.name() + " does not have it.");
    }
}
