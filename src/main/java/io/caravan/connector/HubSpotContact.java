package io.caravan.connector;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Makes the body the upsert of one contact by its email; a full name is divided at its last space. */
public final class HubSpotContact implements Processor {
    @Override
    public void process(Exchange exchange) {
        Said said = new Said(exchange);
        String email = said.demand("hubspotEmail", "No email: give the parameter `email` or a body with `email`.");
        String name = said.text("hubspotName").map(String::strip).orElse("");
        int space = name.lastIndexOf(' ');
        exchange.getMessage()
                .setBody(HubSpotRow.of("email", email)
                        .with("firstname", said.text("hubspotFirstname").or(() -> part(name, 0, space)))
                        .with("lastname", said.text("hubspotLastname").or(() -> part(name, space + 1, name.length())))
                        .with("phone", said.text("hubspotPhone"))
                        .request());
    }

    private static Optional<String> part(String name, int from, int to) {
        return to < 0
                ? Optional.empty()
                : Optional.of(name.substring(from, to).strip()).filter(part -> !part.isEmpty());
    }
}
