package io.caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Reads the answer of {@code account-info}: the body becomes the link of the deal in the account's user interface. An
 * account that does not tell leaves the deal without a link; a passing trouble is repeated, the upsert with it.
 */
public final class HubSpotDealLink implements Processor {
    @Override
    public void process(Exchange exchange) {
        Answer answer = Answer.on(exchange);
        Verdict verdict = HubSpotAnswers.verdict(answer);
        if (verdict.meaning() == Meaning.REJECTED || verdict.meaning() == Meaning.ABSENT) {
            exchange.getMessage().setBody("");
            return;
        }
        verdict.demandSuccess();
        JsonNode account = answer.json().orElseThrow();
        String id = exchange.getVariable("hubspotDeal", Map.class).get("id").toString();
        exchange.getMessage().setBody(link(account, id));
    }

    private static String link(JsonNode account, String id) {
        String domain = account.path("uiDomain").asText();
        String portal = account.path("portalId").asText();
        return domain.isBlank() || portal.isBlank()
                ? ""
                : "https://" + domain + "/contacts/" + portal + "/record/0-3/" + id;
    }
}
