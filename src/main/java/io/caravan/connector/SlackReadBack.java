package io.caravan.connector;

import io.caravan.connector.SlackSearch.Step;
import io.caravan.connector.SlackSearch.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Looks for the message of an attempt in doubt: asks the first question, reads each answer and asks the next, until the
 * variable {@code slackReceipt} says where it is, or nothing is asked and nothing found. One lives in each use of the kamelet
 * and remembers our bot's id.
 */
public final class SlackReadBack implements Processor {
    private static final String SEARCH = "slackSearch";
    private static final Duration CLOCKS_APART = Duration.ofSeconds(60);
    private static final int TIME_ORDERED = 7;

    private volatile Optional<String> bot = Optional.empty();

    @Override
    public void process(Exchange exchange) {
        SlackSearch search = exchange.getVariable(SEARCH, SlackSearch.class);
        if (search == null) {
            ask(exchange, SlackSearch.begin(wanted(exchange), bot));
            return;
        }
        Answer answer = Answer.on(exchange);
        Verdict verdict = SlackAnswers.verdict(answer);
        if (!verdict.meaning().isSuccess()) {
            throw ReadBackFailed.because(verdict);
        }
        Step step = search.after(answer.json().orElseThrow());
        if (step.next().isPresent()) {
            bot = step.next().get().bot();
            ask(exchange, step.next().get());
        } else {
            SlackQuestion.takeFrom(exchange);
            exchange.removeVariable(SEARCH);
            step.ts().ifPresent(ts -> exchange.setVariable(SlackMessage.RECEIPT, receipt(step.channel(), ts)));
        }
    }

    private static void ask(Exchange exchange, SlackSearch search) {
        exchange.setVariable(SEARCH, search);
        search.question().putOn(exchange);
    }

    static void forget(Exchange exchange) {
        exchange.removeVariable(SEARCH);
    }

    private static Map<String, Object> receipt(Optional<String> channel, String ts) {
        Map<String, Object> receipt = new LinkedHashMap<>();
        receipt.put("channel", channel.orElseThrow());
        receipt.put("ts", ts);
        return receipt;
    }

    private static Wanted wanted(Exchange exchange) {
        Said said = new Said(exchange);
        String key = said.text(SlackMessage.KEY)
                .orElseThrow(() -> ReadBackFailed.because("the message carries no key; give the parameter key"));
        return new Wanted(
                said.text(SlackMessage.CHANNEL).orElseThrow(),
                said.text(SlackMessage.THREAD).orElse(""),
                new SlackMark(key),
                oldest(exchange.getMessage().getHeader("CaravanFlowId", "", String.class)));
    }

    /** No attempt was before its flow began, and a flow's id says when that was. */
    static String oldest(String flow) {
        try {
            UUID id = UUID.fromString(flow);
            if (id.version() != TIME_ORDERED) {
                return "";
            }
            Instant began = Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
            return began.minus(CLOCKS_APART).getEpochSecond() + ".000000";
        } catch (IllegalArgumentException noId) {
            return "";
        }
    }
}
