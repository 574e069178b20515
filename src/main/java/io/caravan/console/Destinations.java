package io.caravan.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.console.access.Caller;
import io.caravan.dispatch.limit.Pausing;
import io.caravan.dispatch.limit.Pausing.Wish;
import io.caravan.flow.Pause;
import io.caravan.flow.Pause.Subject;
import io.caravan.http.Answers;
import io.caravan.http.Parameters;
import io.caravan.http.Problem;
import io.caravan.http.Resource;
import io.caravan.http.SmallBody;
import io.caravan.store.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;

/** {@code /destinations}: whom Caravan speaks to, who of them rests; and the pauses of destinations and actions. */
final class Destinations {
    /** A change of what rests. */
    @FunctionalInterface
    private interface Change {
        Pausing.Reply ask(Subject subject, Wish wish) throws SQLException;
    }

    private final Pausing pausing;

    Destinations(Pausing pausing) {
        this.pausing = pausing;
    }

    void mount(Router router) {
        Resource.get(router, "/destinations").handler(new Reading(this::list));
        act(router, "/destinations/:name", context -> Subject.destination(Parameters.path(context, "name")));
        act(
                router,
                "/definitions/:name/actions/:action",
                context -> Subject.action(Parameters.path(context, "name"), Parameters.path(context, "action")));
    }

    private void act(Router router, String path, Function<RoutingContext, Subject> subject) {
        router.post(path + "/pause")
                .handler(context -> read(context, subject.apply(context), "paused", pausing::pause));
        router.post(path + "/resume")
                .handler(context -> read(context, subject.apply(context), "open", pausing::resume));
    }

    private static void read(RoutingContext context, Subject subject, String state, Change change) {
        SmallBody.read(context, body -> {
            JsonNode asked = Acts.tree(body);
            var wish = new Wish(Caller.of(context).name(), asked.path("note").asText(""));
            context.vertx()
                    .<Pausing.Reply>executeBlocking(() -> change.ask(subject, wish), false)
                    .onSuccess(reply -> answer(context, subject, state, reply))
                    .onFailure(thrown -> Answers.problem(context, Reading.problem(thrown)));
        });
    }

    private static void answer(RoutingContext context, Subject subject, String state, Pausing.Reply reply) {
        switch (reply.kind()) {
            case DONE -> {
                var node = Json.mapper().createObjectNode();
                node.put(subject.kind().word(), subject.name()).put("state", state);
                Answers.json(context, 202, Json.write(node));
            }
            case UNKNOWN ->
                Answers.problem(
                        context, new Problem(404, "Unknown " + subject.kind().word(), reply.sentence()));
            case REFUSED -> Answers.problem(context, new Problem(409, "Not possible now", reply.sentence()));
            case LATER -> Answers.problem(context, new Problem(503, "Not done", reply.sentence()));
        }
    }

    private Object list(Question question) throws SQLException {
        SortedMap<String, Integer> waiting = pausing.subjects().waiting();
        var names = new TreeSet<>(pausing.subjects().declared());
        names.addAll(waiting.keySet());
        pausing.all().stream()
                .map(Pause::subject)
                .filter(subject -> subject.kind() == Pause.Kind.DESTINATION)
                .map(Subject::name)
                .forEach(names::add);
        return Api.list(
                question.page(List.copyOf(names), Function.identity()),
                name -> line(name, pausing.of(Subject.destination(name)), waiting.getOrDefault(name, 0)));
    }

    private ObjectNode line(String name, Optional<Pause> pause, int waiting) {
        ObjectNode line = Json.mapper().createObjectNode();
        line.put("name", name).put("state", pause.isPresent() ? "paused" : "open");
        pause(line, pause);
        line.put("closedUntil", pausing.closedUntil(name).map(Instant::toString).orElse(null));
        return line.put("waiting", waiting);
    }

    /** Since when, by whom and why. */
    static void pause(ObjectNode node, Optional<Pause> pause) {
        node.put("since", pause.map(each -> each.since().toString()).orElse(null));
        node.put("by", pause.map(Pause::by).orElse(null));
        node.put("note", pause.map(Pause::note).orElse(null));
    }
}
