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
import io.caravan.store.journal.Journal;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** {@code POST /events}: CloudEvents (structured, binary, batched) or plain JSON; 202 when everything is on disk. */
public final class HttpIntake {
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String STRUCTURED = "application/cloudevents+json";

    private final Triggers triggers;
    private final Journal journal;
    private final Clock clock;
    private final Manners manners;

    public HttpIntake(Triggers triggers, Journal journal, Clock clock, Manners manners) {
        this.triggers = triggers;
        this.journal = journal;
        this.clock = clock;
        this.manners = manners;
    }

    /**
     * What goes beyond storing an event.
     *
     * @param sender the name of who sends, if it is known
     */
    public record Manners(Repeats repeats, Patience patience, Function<RoutingContext, Optional<String>> sender) {}

    /** Reads an event and drops it: what every event needs is loaded before the first one comes. */
    public static void rehearse() {
        byte[] sample = "{\"type\":\"rehearsal\",\"data\":{\"n\":1}}".getBytes(StandardCharsets.UTF_8);
        EventReading.plain(EventReading.parse(sample), Instant.EPOCH, Optional.empty());
    }

    public void mount(Router router) {
        router.post("/events").handler(context -> SmallBody.read(context, body -> take(context, body)));
    }

    /** Takes an event in the plain form, as if it had been posted; a failure is a {@link Problem}. */
    public CompletableFuture<ObjectNode> take(JsonNode plain) {
        Instant now = clock.instant();
        CompletableFuture<Accepted> accepting;
        try {
            accepting = accept(new Arrival(EventReading.plain(plain, now, Optional.empty()), now, false));
        } catch (Problem problem) {
            accepting = CompletableFuture.failedFuture(problem);
        }
        return accepting.handle((accepted, thrown) -> {
            if (thrown != null) {
                throw Refusals.problem(thrown);
            }
            return Patience.json(accepted);
        });
    }

    private void take(RoutingContext context, Buffer body) {
        String type = contentType(context);
        MultiMap headers = context.request().headers();
        if (type.equals(BATCH)) {
            takeBatch(context, EventReading.parse(body.getBytes()));
        } else if (type.equals(STRUCTURED)) {
            takeOne(context, now -> EventReading.structured(EventReading.parse(body.getBytes()), now, trace(headers)));
        } else if (headers.contains("ce-type") || headers.contains("ce-specversion")) {
            takeOne(context, now -> binary(headers, body, now));
        } else if (Data.isJson(type)) {
            takeOne(context, now -> EventReading.plain(EventReading.parse(body.getBytes()), now, trace(headers)));
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

    private static Event binary(MultiMap headers, Buffer body, Instant now) {
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
                EventReading.time(attribute(headers, "ce-time"), now),
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

    private void takeOne(RoutingContext context, Function<Instant, Event> reading) {
        Optional<IdempotencyKey> key = IdempotencyKey.of(context.request().headers());
        Instant now = clock.instant();
        Event read = reading.apply(now);
        Event event = key.map(given -> given.identify(read, manners.sender().apply(context)))
                .orElse(read);
        takeOne(context, new Arrival(event, now, key.isPresent()));
    }

    private void takeOne(RoutingContext context, Arrival arrival) {
        Context eventLoop = context.vertx().getOrCreateContext();
        accept(arrival)
                .whenComplete((accepted, thrown) -> eventLoop.runOnContext(nothing -> {
                    if (thrown != null) {
                        Answers.problem(context, Refusals.problem(thrown));
                    } else {
                        manners.patience().answer(context, accepted);
                    }
                }));
    }

    private void takeBatch(RoutingContext context, JsonNode tree) {
        if (!tree.isArray()) {
            throw new Problem(400, "Not a batch", "A batch is a JSON array of CloudEvents.");
        }
        MultiMap headers = context.request().headers();
        boolean compared = IdempotencyKey.of(headers).isPresent();
        Optional<Trace> around = trace(headers);
        var items = new ArrayList<CompletableFuture<ObjectNode>>();
        tree.forEach(node -> items.add(item(now -> EventReading.structured(node, now, around), compared)));
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

    private CompletableFuture<ObjectNode> item(Function<Instant, Event> reading, boolean compared) {
        CompletableFuture<Accepted> accepting;
        try {
            Instant now = clock.instant();
            accepting = accept(new Arrival(reading.apply(now), now, compared));
        } catch (Problem problem) {
            accepting = CompletableFuture.failedFuture(problem);
        }
        return accepting.handle((accepted, thrown) -> {
            ObjectNode answer = Json.mapper().createObjectNode();
            if (thrown == null) {
                answer.put("status", 202).setAll(Patience.json(accepted));
            } else {
                Problem problem = Refusals.problem(thrown);
                answer.put("status", problem.status())
                        .put("title", problem.title())
                        .put("detail", problem.getMessage());
            }
            return answer;
        });
    }

    /** An event as it was read at a time; whether its repeat must say the same. */
    private record Arrival(Event event, Instant read, boolean compared) {}

    private CompletableFuture<Accepted> accept(Arrival arrival) {
        return triggers.accept(arrival.event(), journal).thenCompose(accepted -> {
            if (!arrival.compared() || !accepted.duplicate()) {
                return CompletableFuture.completedFuture(accepted);
            }
            return manners.repeats().compare(arrival.event(), accepted, arrival.read());
        });
    }
}
