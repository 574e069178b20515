package io.caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/** What HubSpot's {@code account-info} tells of an account; each of it may be missing. */
record HubSpotAccount(String portal, String uiDomain, Optional<ZoneId> zone) {

    static HubSpotAccount of(JsonNode details) {
        return new HubSpotAccount(
                details.path("portalId").asText(),
                details.path("uiDomain").asText(),
                zone(details.path("timeZone").asText()));
    }

    /** The time zone of that name, if there is one. */
    static Optional<ZoneId> zone(String name) {
        try {
            return name.isBlank() ? Optional.empty() : Optional.of(ZoneId.of(name.strip()));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }

    /** Where people see a deal; empty if the account does not say enough. */
    String linkOfDeal(String id) {
        return uiDomain.isBlank() || portal.isBlank()
                ? ""
                : "https://" + uiDomain + "/contacts/" + portal + "/record/0-3/" + id;
    }
}
