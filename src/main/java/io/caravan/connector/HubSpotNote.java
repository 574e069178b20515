package io.caravan.connector;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Asks for the upsert of one note by {@code caravan_key}: a repeat of the effect finds the same note. HubSpot shows notes
 * as HTML, so a plain text is written as such.
 */
public final class HubSpotNote implements Processor {
    private static final int LONGEST = 65_536;

    @Override
    public void process(Exchange exchange) {
        Said said = new Said(exchange);
        String key = said.demand("hubspotKey", "No effect key: give the parameter `key` outside of a flow.");
        String text = said.demand("hubspotText", "No text: give the parameter `text` or a body with `text`.");
        String html = said.text("hubspotHtml").orElse("").equals("true") ? text : html(text);
        if (html.length() > LONGEST) {
            throw Said.rejected(
                    "TooLong", "The note has " + html.length() + " characters as HTML; HubSpot takes " + LONGEST + ".");
        }
        HubSpotRow.of(HubSpotDeal.KEY, key)
                .with("hs_note_body", Optional.of(html))
                .with(
                        "hs_timestamp",
                        Optional.of(said.demand(
                                "hubspotAt",
                                "No time: give the parameter `at` outside of a flow, e.g. 2026-12-01T10:00:00Z.")))
                .with("hubspot_owner_id", said.text("hubspotOwner"))
                .withAll(said, "hubspotProperties")
                .ask(exchange, "notes");
    }

    /** Every character is shown, and so is every break of a line. */
    private static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("\\R|\\\\n", "<br>");
    }
}
