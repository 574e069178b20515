package io.caravan.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.component.HttpReads;
import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Payload;
import io.caravan.flow.Unsuccessful;
import io.caravan.routing.ThirdParties.Sent;
import io.caravan.store.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.processor.ThrowExceptionProcessor;
import org.apache.camel.support.service.ServiceHelper;

/** Reads one answer: a result, an outcome, an HTTP status or an exception. */
final class AnswerReading {
    private static final List<String> KINDS = List.of("result", "outcome", "status", "exception");
    private static final List<String> OUTCOMES = List.of("done", "retry", "rejected", "uncertain", "unavailable");
    private static final List<String> KNOWN =
            List.of("result", "outcome", "status", "exception", "after", "message", "takes", "headers");
    private static final Duration UNAVAILABLE = Duration.ofSeconds(30);

    private final Entries entries;

    private AnswerReading(Entries entries) {
        this.entries = entries;
    }

    static Answer read(Entries entries) {
        Answer answer = new AnswerReading(entries.only("an answer", KNOWN)).answer();
        Map<String, String> headers = headers(entries);
        return new Answer(answer.place(), answer.takes(), answer.words(), sent -> {
            headers.forEach(sent.exchange().getMessage()::setHeader);
            answer.deed().give(sent);
        });
    }

    private static Map<String, String> headers(Entries entries) {
        var headers = new LinkedHashMap<String, String>();
        entries.entries("headers").ifPresent(all -> all.all()
                .keySet()
                .forEach(name -> headers.put(
                        name, all.text(name).orElseThrow(() -> all.broken(name, "A header has a value.")))));
        return headers;
    }

    private Answer answer() {
        List<String> said =
                KINDS.stream().filter(each -> entries.node(each).isPresent()).toList();
        if (said.isEmpty() || said.size() > 1 && !said.equals(List.of("result", "status"))) {
            throw entries.broken(
                    "An answer has one of result, outcome, status or exception; a status may have a result.");
        }
        if (entries.node("after").isPresent() && said.contains("exception")) {
            throw entries.broken("after", "An exception says no time; give an outcome with 'after' instead.");
        }
        Duration takes = entries.duration("takes").orElse(Duration.ZERO);
        if (said.contains("status")) {
            return status(takes);
        }
        return switch (said.get(0)) {
            case "result" -> {
                JsonNode result = entries.json("result").orElseThrow();
                yield new Answer(entries.place(), takes, Json.write(result), sent -> give(sent, result, 200));
            }
            case "outcome" -> outcome(takes);
            default -> exception(takes);
        };
    }

    private Answer outcome(Duration takes) {
        String word = entries.text("outcome").orElseThrow();
        Optional<Duration> after = entries.duration("after");
        var failure = new Failure("Simulated", message("simulated"));
        String words = word + " (" + failure.message() + ")";
        Outcome outcome =
                switch (word) {
                    case "done" -> new Outcome.Done(Payload.NOTHING);
                    case "retry" -> new Outcome.Retry(failure, after);
                    case "rejected" -> new Outcome.Rejected(failure);
                    case "uncertain" -> new Outcome.Uncertain(failure, after);
                    case "unavailable" -> new Outcome.Unavailable(failure, after.orElse(UNAVAILABLE));
                    default ->
                        throw entries.broken(
                                "outcome",
                                "'" + word + "' is no outcome; it is one of " + String.join(", ", OUTCOMES) + ".");
                };
        if (after.isPresent() && (word.equals("done") || word.equals("rejected"))) {
            throw entries.broken("after", "An answer that is " + word + " has no 'after'; leave it out.");
        }
        return word.equals("done")
                ? new Answer(entries.place(), takes, word, sent -> {})
                : new Answer(entries.place(), takes, words, sent -> {
                    throw new Unsuccessful(outcome);
                });
    }

    private Answer exception(Duration takes) {
        String type = entries.text("exception").orElseThrow();
        String message = message("simulated");
        return new Answer(entries.place(), takes, type + " (" + message + ")", sent -> {
            Exchange exchange = sent.exchange();
            Class<Exception> known = exchange.getContext().getClassResolver().resolveClass(type, Exception.class);
            if (known == null) {
                throw entries.broken(
                        "exception",
                        "There is no exception '" + type + "' on the class path; name it with its package.");
            }
            var thrower = new ThrowExceptionProcessor(null, known, message);
            thrower.setCamelContext(exchange.getContext());
            ServiceHelper.initService(thrower);
            thrower.process(exchange, done -> {});
            if (!known.isInstance(exchange.getException())) {
                throw entries.broken(
                        "exception",
                        "'" + type + "' cannot be made of a message alone; name another exception, or an outcome.");
            }
            throw exchange.getException();
        });
    }

    private Answer status(Duration takes) {
        int status = entries.number("status").orElseThrow();
        Optional<JsonNode> result = entries.json("result");
        Map<String, String> headers = entries.duration("after")
                .map(after -> Map.of("Retry-After", Long.toString(after.toSeconds())))
                .orElse(Map.of());
        String text = message("simulated");
        return new Answer(entries.place(), takes, "HTTP " + status, sent -> {
            if (status >= 300 && !"false".equals(String.valueOf(sent.options().get("throwExceptionOnFailure")))) {
                String body = result.map(Json::write).orElse("");
                var failed = new HttpOperationFailedException(sent.uri(), status, text, null, headers, body);
                throw HttpReads.of(method(sent), failed);
            }
            headers.forEach(sent.exchange().getMessage()::setHeader);
            give(sent, result.orElse(Json.mapper().createObjectNode()), status);
        });
    }

    /** As camel-vertx-http chooses it. */
    private static String method(Sent sent) {
        Message message = sent.exchange().getMessage();
        Object usual = sent.options().getOrDefault("httpMethod", message.getBody() == null ? "GET" : "POST");
        return message.getHeader(Exchange.HTTP_METHOD, usual, String.class);
    }

    private String message(String usual) {
        return entries.text("message").orElse(usual);
    }

    /** What speaks HTTP brings bytes, everything else the value itself. */
    private static void give(Sent sent, JsonNode result, int status) {
        Message message = sent.exchange().getMessage();
        if (sent.uri().matches("(vertx-http|netty-http|https?|undertow|rest):.*")) {
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
            message.setBody(Json.write(result).getBytes(StandardCharsets.UTF_8));
        } else {
            message.setBody(Json.value(Json.write(result)));
        }
    }
}
