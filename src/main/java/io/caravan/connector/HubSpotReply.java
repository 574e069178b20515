package io.caravan.connector;

import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;

/** What HubSpot answered on an exchange, read with what is known of the account. */
record HubSpotReply(Answer answer, Optional<Duration> restOfDay) {

    static HubSpotReply on(Exchange exchange) {
        return new HubSpotReply(
                Answer.on(exchange), HubSpotAccounts.of(exchange).restOfDay(exchange));
    }

    Verdict verdict() {
        return HubSpotAnswers.verdict(answer, restOfDay);
    }

    Verdict row(HubSpotRow.Asked asked) {
        return HubSpotAnswers.row(answer, restOfDay, asked);
    }

    Verdict association() {
        return HubSpotAnswers.association(answer, restOfDay);
    }

    Verdict read() {
        return HubSpotAnswers.read(answer, restOfDay);
    }

    /** Where to ask, by the version that the kamelet was given. */
    static HubSpotPaths paths(Exchange exchange) {
        return new HubSpotPaths(
                new Said(exchange).demand("hubspotVersion", "No version: set caravan.hubspot.version."));
    }
}
