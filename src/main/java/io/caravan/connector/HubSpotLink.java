package io.caravan.connector;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Makes the link of a deal, for people, without asking HubSpot: that of its answer, else by the account if it is known. */
public final class HubSpotLink implements Processor {
    static final String ID = "hubspotRecordId";
    static final String URL = "hubspotUrl";

    @Override
    public void process(Exchange exchange) {
        Said said = new Said(exchange);
        String id = said.demand(ID, "No deal: give the parameter `deal`.").strip();
        exchange.setVariable(
                URL,
                said.text(URL)
                        .or(() -> HubSpotAccounts.of(exchange).account(exchange).map(account -> account.linkOfDeal(id)))
                        .orElse(null));
        exchange.getMessage()
                .setHeader(Exchange.HTTP_PATH, HubSpotReply.paths(exchange).account());
        exchange.getMessage().setBody(null);
    }

    /**
     * Reads the answer of {@code account-info}, remembers it and makes the link by it; an account that does not tell leaves
     * the link empty, a passing trouble is repeated.
     */
    public static final class Account implements Processor {
        @Override
        public void process(Exchange exchange) {
            HubSpotReply reply = HubSpotReply.on(exchange);
            Verdict verdict = reply.read();
            if (verdict.meaning() == Meaning.REJECTED || verdict.meaning() == Meaning.ABSENT) {
                exchange.setVariable(URL, "");
                return;
            }
            verdict.demandSuccess();
            HubSpotAccount account = HubSpotAccount.of(reply.answer().json().orElseThrow());
            HubSpotAccounts.of(exchange).remember(exchange, account);
            exchange.setVariable(
                    URL,
                    account.linkOfDeal(new Said(exchange).text(ID).orElse("").strip()));
        }
    }
}
