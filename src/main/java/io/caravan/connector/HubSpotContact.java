package io.caravan.connector;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Asks for the upsert of one contact, by its email or by another unique property; a full name is divided at its last
 * space.
 */
public final class HubSpotContact implements Processor {
    @Override
    public void process(Exchange exchange) {
        Said said = new Said(exchange);
        Optional<String> email = said.text("hubspotEmail").map(String::strip);
        String name = said.text("hubspotName").map(String::strip).orElse("");
        int space = name.lastIndexOf(' ');
        row(said, email)
                .with("email", email)
                .with("firstname", said.text("hubspotFirstname").or(() -> part(name, 0, space)))
                .with("lastname", said.text("hubspotLastname").or(() -> part(name, space + 1, name.length())))
                .with("phone", said.text("hubspotPhone"))
                .withAll(said, "hubspotProperties")
                .ask(exchange, "contacts");
    }

    private static HubSpotRow row(Said said, Optional<String> email) {
        String uniqueProperty = said.text("hubspotUnique").map(String::strip).orElse("email");
        if (uniqueProperty.equals("email")) {
            return HubSpotRow.of(
                    uniqueProperty,
                    email.orElseThrow(() -> Said.rejected(
                            "MissingParameter", "No email: give the parameter `email` or a body with `email`.")));
        }
        return HubSpotRow.of(
                uniqueProperty,
                said.demand("hubspotId", "No value of " + uniqueProperty + ": give the parameter `id`."));
    }

    private static Optional<String> part(String name, int from, int to) {
        return to < 0
                ? Optional.empty()
                : Optional.of(name.substring(from, to).strip()).filter(part -> !part.isEmpty());
    }
}
