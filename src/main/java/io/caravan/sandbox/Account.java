package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The HubSpot account that the sandbox plays. */
final class Account {
    static final long PORTAL = 12_345_678;
    static final String UI_DOMAIN = "app.hubspot.com";

    private Account() {}

    /** The answer of account-info details. */
    static ObjectNode details() {
        ObjectNode details = Json.object()
                .put("portalId", PORTAL)
                .put("accountType", "SANDBOX")
                .put("timeZone", "UTC")
                .put("companyCurrency", "EUR");
        details.putArray("additionalCurrencies");
        return details.put("utcOffset", "+00:00")
                .put("utcOffsetMilliseconds", 0)
                .put("uiDomain", UI_DOMAIN)
                .put("dataHostingLocation", "na1");
    }
}
