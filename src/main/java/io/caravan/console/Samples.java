package io.caravan.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.console.access.Caller;
import io.caravan.dispatch.Registry;
import io.caravan.flow.Event;
import io.caravan.http.Answers;
import io.caravan.http.Parameters;
import io.caravan.http.Problem;
import io.caravan.http.Resource;
import io.caravan.http.SmallBody;
import io.caravan.store.Ids;
import io.caravan.store.Json;
import io.caravan.store.view.EventList;
import io.caravan.store.view.Page;
import io.vertx.core.Context;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event to try a definition with: what its author has written to {@code samples/NAME.json} in the folder of the routes, in
 * which every <code>{{id}}</code> becomes a fresh id and every <code>{{now}}</code> the time; else the newest event that a flow
 * of it could begin for, under a fresh id.
 */
public final class Samples {
    private static final Logger LOG = LoggerFactory.getLogger(Samples.class);
    private static final String SOURCE = "/console/samples";

    /** Definitions, what they listened to, and who takes an event in the plain form; its failure is a problem. */
    public record Sources(
            Registry registry, EventList events, Function<JsonNode, CompletableFuture<ObjectNode>> accept) {}

    /** A sample, and where it is from. */
    private record Sample(String from, ObjectNode event) {}

    private final Path folder;
    private final Sources sources;
    private final Redaction redaction;
    private final Clock clock;

    /** @param routes the folder of the routes */
    public Samples(Path routes, Sources sources, Redaction redaction, Clock clock) {
        this.folder = routes.resolve("samples");
        this.sources = sources;
        this.redaction = redaction;
        this.clock = clock;
    }

    public void mount(Router router) {
        Resource.get(router, "/definitions/:name/sample").handler(new Reading(this::show));
        router.post("/definitions/:name/sample").handler(context -> SmallBody.read(context, body -> send(context)));
    }

    private Object show(Question question) throws Exception {
        Sample sample = find(question.path("name"));
        ObjectNode page = Json.mapper().createObjectNode().put("from", sample.from());
        ObjectNode event = page.putObject("event");
        event.setAll(sample.event());
        event.set("data", Json.tree(redaction.input(Json.write(sample.event().path("data")))));
        return page;
    }

    private void send(RoutingContext context) {
        Context eventLoop = context.vertx().getOrCreateContext();
        context.vertx()
                .executeBlocking(() -> find(Parameters.path(context, "name")), false)
                .onFailure(thrown -> Answers.problem(context, Reading.problem(thrown)))
                .onSuccess(sample -> {
                    LOG.info("{} sends a sample of {}", Caller.of(context).name(), Parameters.path(context, "name"));
                    sources.accept()
                            .apply(sample.event())
                            .whenComplete((accepted, thrown) ->
                                    eventLoop.runOnContext(now -> answer(context, accepted, thrown)));
                });
    }

    private static void answer(RoutingContext context, ObjectNode accepted, Throwable thrown) {
        if (thrown != null) {
            Answers.problem(
                    context, Reading.problem(thrown instanceof CompletionException ? thrown.getCause() : thrown));
            return;
        }
        context.response()
                .putHeader("Location", "/events/" + accepted.path("id").asText());
        Answers.json(context, 202, Json.write(accepted));
    }

    private Sample find(String name) throws SQLException {
        if (!sources.registry().definitions().containsKey(name)) {
            throw Definitions.unknown(name);
        }
        Set<String> types = sources.registry().begunBy(name);
        Optional<Sample> written = written(name);
        if (written.isPresent()) {
            return written.get();
        }
        return newest(types)
                .orElseThrow(() -> new Problem(
                        404,
                        "No sample",
                        types.isEmpty()
                                ? "'" + name + "' is begun by no event; write one to " + folder.getFileName() + "/"
                                        + name + ".json in the folder of the routes."
                                : "No event of type " + String.join(" or ", new TreeSet<>(types))
                                        + " has come yet; send one, or write a sample to " + folder.getFileName() + "/"
                                        + name + ".json in the folder of the routes."));
    }

    /** A definition's name is a word without dots and slashes, so the file lies in the folder. */
    private Optional<Sample> written(String name) {
        Path file = folder.resolve(name + ".json");
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw bad(name);
        }
        String fresh = text.replace("{{id}}", Ids.next())
                .replace("{{now}}", clock.instant().toString());
        JsonNode tree;
        try {
            tree = Json.mapper().readTree(fresh);
        } catch (IOException notJson) {
            tree = Json.mapper().nullNode();
        }
        if (!(tree instanceof ObjectNode event) || !event.path("type").isTextual()) {
            throw bad(name);
        }
        return Optional.of(new Sample("samples/" + name + ".json", identified(event)));
    }

    private static Problem bad(String name) {
        return new Problem(
                409,
                "Bad sample",
                "samples/" + name + ".json must be a JSON object in UTF-8 with a type, like"
                        + " {\"type\":\"order.placed\",\"data\":{}}; mend the file.");
    }

    private static ObjectNode identified(ObjectNode event) {
        if (!event.has("source")) {
            event.put("source", SOURCE);
        }
        if (!event.has("data")) {
            event.putObject("data");
        }
        return event.put("id", Ids.next());
    }

    private Optional<Sample> newest(Set<String> types) throws SQLException {
        Optional<Event> newest = Optional.empty();
        for (String type : types) {
            var filter = new EventList.Filter(Optional.of(type), false, false);
            for (EventList.Entry entry : sources.events()
                    .list(filter, Page.Request.of(Optional.of(1), Optional.empty()))
                    .items()) {
                if (newest.isEmpty()
                        || newest.get().id().compareTo(entry.event().id()) < 0) {
                    newest = Optional.of(entry.event());
                }
            }
        }
        return newest.map(event -> new Sample("event " + event.id(), again(event)));
    }

    private static ObjectNode again(Event event) {
        ObjectNode again = Json.mapper().createObjectNode().put("type", event.type());
        event.attributes().subject().ifPresent(subject -> again.put("subject", subject));
        event.attributes().correlation().ifPresent(correlation -> again.put("correlation", correlation));
        again.set("data", Json.tree(event.data()));
        return identified(again);
    }
}
