package io.caravan.connector;

import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Asks for the upsert of one company by a unique property, which is not its domain: two companies may have the same one
 * in HubSpot. Without a value of its own the domain in small letters is that of the unique property.
 */
public final class HubSpotCompany implements Processor {
    @Override
    public void process(Exchange exchange) {
        Said said = new Said(exchange);
        Optional<String> domain =
                said.text("hubspotDomain").map(text -> text.strip().toLowerCase(Locale.ROOT));
        String id = said.text("hubspotId")
                .or(() -> domain)
                .orElseThrow(() -> Said.rejected(
                        "MissingParameter", "No company: give the parameter `domain`, a body with `domain`, or `id`."));
        HubSpotRow.of(said.text("hubspotUnique").orElse(HubSpotDeal.KEY), id)
                .with("domain", domain)
                .with("name", said.text("hubspotName"))
                .with("phone", said.text("hubspotPhone"))
                .withAll(said, "hubspotProperties")
                .ask(exchange, "companies");
    }
}
