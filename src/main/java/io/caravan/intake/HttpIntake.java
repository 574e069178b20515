package io.caravan.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.dispatch.Triggers;
import io.caravan.flow.Event;
import io.caravan.flow.Trace;
import io.caravan.http.Answers;
import io.caravan.http.Problem;
import io.caravan.http.SmallBody;
import io.caravan.store.Ids;
import io.caravan.store.Json;
import io.caravan.store.journal.Accepted;
import io.caravan.store.journal.CannotBeStored;
import io.caravan.store.journal.Journal;
import io.caravan.store.journal.NotAccepted;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /events}: CloudEvents (structured, binary, batched) or plain JSON; 202 when everything is on disk. */
public final class HttpIntake {
    private static final Logger LOG = LoggerFactory.getLogger(HttpIntake.class);
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String STRUCTURED = "application/cloudevents+json";

    private final Triggers triggers;
    private final Journal journal;
    private final Clock clock;

    public HttpIntake(Triggers triggers, Journal journal, Clock clock) {
        this.triggers = triggers;
        this.journal = journal;
        this.clock = clock;
    }

    /** Reads an event and drops it: what every event needs is loaded before the first one comes. */
    public static void rehearse() {
        byte[] sample = "{\"type\":\"rehearsal\",\"data\":{\"n\":1}}".getBytes(StandardCharsets.UTF_8);
        EventReading.plain(EventReading.parse(sample), java.time.Instant.EPOCH, Optional.empty());
    }

    public void mount(Router router) {
        router.post("/events").handler(context -> SmallBody.read(context, body -> take(context, body)));
    }

    private void take(RoutingContext context, Buffer body) {
        String type = contentType(context);
        MultiMap headers = context.request().headers();
        if (type.equals(BATCH)) {
            takeBatch(context, EventReading.parse(body.getBytes()), trace(headers));
        } else if (type.equals(STRUCTURED)) {
            takeOne(
                    context,
                    EventReading.structured(EventReading.parse(body.getBytes()), clock.instant(), trace(headers)));
        } else if (headers.contains("ce-type") || headers.contains("ce-specversion")) {
            takeOne(context, binary(headers, body));
        } else if (Data.isJson(type)) {
            takeOne(context, EventReading.plain(EventReading.parse(body.getBytes()), clock.instant(), trace(headers)));
        } else {
            throw new Problem(
                    415,
                    "Unsupported content type",
                    "Send application/json, " + STRUCTURED + ", " + BATCH + " or ce-* headers, not '" + type + "'.");
        }
    }

    private static String contentType(RoutingContext context) {
        String type = context.request().getHeader("Content-Type");
        if (type == null) {
            return "";
        }
        String lower = type.toLowerCase(Locale.ROOT);
        boolean json = Data.isJson(lower.split(";", 2)[0].strip());
        if (json && lower.contains("charset=") && !lower.replace("\"", "").contains("charset=utf-8")) {
            throw new Problem(415, "Unsupported charset", "JSON is UTF-8; send it without a charset or as UTF-8.");
        }
        return lower.split(";", 2)[0].strip();
    }

    private Event binary(MultiMap headers, Buffer body) {
        String version = attribute(headers, "ce-specversion").orElseThrow(() -> EventReading.missing("ce-specversion"));
        if (!version.equals("1.0")) {
            throw new Problem(400, "Not an event", "ce-specversion must be 1.0, not '" + version + "'.");
        }
        var identity = new Event.Identity(
                Ids.next(),
                attribute(headers, "ce-source").orElseThrow(() -> EventReading.missing("ce-source")),
                attribute(headers, "ce-id").orElseThrow(() -> EventReading.missing("ce-id")));
        var attributes = new Event.Attributes(
                attribute(headers, "ce-type").orElseThrow(() -> EventReading.missing("ce-type")),
                attribute(headers, "ce-subject"),
                EventReading.time(attribute(headers, "ce-time"), clock.instant()),
                attribute(headers, "ce-correlation"),
                trace(headers, "ce-" + Trace.TRACEPARENT).or(() -> trace(headers)));
        String type = headers.contains("Content-Type") ? headers.get("Content-Type") : "application/json";
        return new Event(identity, attributes, Data.json(body.getBytes(), type), 0);
    }

    /** Where in which trace the request was made. */
    private static Optional<Trace> trace(MultiMap headers) {
        return trace(headers, Trace.TRACEPARENT);
    }

    private static Optional<Trace> trace(MultiMap headers, String name) {
        List<String> values = headers.getAll(name);
        return values.size() == 1 ? Trace.read(values.get(0)) : Optional.empty();
    }

    private static Optional<String> attribute(MultiMap headers, String name) {
        return Optional.ofNullable(headers.get(name)).map(value -> {
            try {
                return EventReading.checked(name, URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException notEncoded) {
                return EventReading.checked(name, value);
            }
        });
    }

    private void takeOne(RoutingContext context, Event event) {
        Context eventLoop = context.vertx().getOrCreateContext();
        triggers.accept(event, journal)
                .whenComplete((accepted, thrown) -> eventLoop.runOnContext(nothing -> {
                    if (thrown != null) {
                        Answers.problem(context, problem(thrown));
                    } else {
                        context.response().putHeader("Location", "/events/" + accepted.event());
                        Answers.json(context, 202, Json.write(json(accepted)));
                    }
                }));
    }

    private void takeBatch(RoutingContext context, JsonNode tree, Optional<Trace> around) {
        if (!tree.isArray()) {
            throw new Problem(400, "Not a batch", "A batch is a JSON array of CloudEvents.");
        }
        var items = new ArrayList<CompletableFuture<ObjectNode>>();
        tree.forEach(node -> items.add(item(node, around)));
        Context eventLoop = context.vertx().getOrCreateContext();
        CompletableFuture.allOf(items.toArray(CompletableFuture[]::new))
                .whenComplete((all, never) -> eventLoop.runOnContext(nothing -> {
                    List<ObjectNode> answers =
                            items.stream().map(CompletableFuture::join).toList();
                    boolean allAccepted = answers.stream()
                            .allMatch(answer -> answer.path("status").asInt() == 202);
                    Answers.json(context, allAccepted ? 202 : 207, Json.write(answers));
                }));
    }

    private CompletableFuture<ObjectNode> item(JsonNode node, Optional<Trace> around) {
        CompletableFuture<Accepted> accepting;
        try {
            accepting = triggers.accept(EventReading.structured(node, clock.instant(), around), journal);
        } catch (Problem problem) {
            accepting = CompletableFuture.failedFuture(problem);
        }
        return accepting.handle((accepted, thrown) -> {
            ObjectNode answer = Json.mapper().createObjectNode();
            if (thrown == null) {
                answer.put("status", 202).setAll(json(accepted));
            } else {
                Problem problem = problem(thrown);
                answer.put("status", problem.status())
                        .put("title", problem.title())
                        .put("detail", problem.getMessage());
            }
            return answer;
        });
    }

    private static ObjectNode json(Accepted accepted) {
        ObjectNode answer = Json.mapper().createObjectNode();
        answer.put("id", accepted.event()).put("source", accepted.source()).put("duplicate", accepted.duplicate());
        var flows = answer.putArray("flows");
        for (Accepted.Flow flow : accepted.flows()) {
            ObjectNode entry = flows.addObject().put("id", flow.id()).put("name", flow.name());
            if (flow.held()) {
                entry.put("held", true);
            }
        }
        return answer;
    }

    private static Problem problem(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof Problem problem) {
            return problem;
        }
        if (cause instanceof NotAccepted notAccepted) {
            return new Problem(503, "Not accepted", notAccepted.getMessage());
        }
        if (cause instanceof CannotBeStored cannot) {
            return new Problem(422, "Cannot be stored", cannot.getMessage());
        }
        LOG.error("an event could not be accepted", cause);
        return new Problem(
                500, "Not accepted", "Nothing was stored because of an error inside Caravan; its log says more.");
    }
}
