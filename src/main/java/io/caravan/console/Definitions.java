package io.caravan.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.dispatch.Registry;
import io.caravan.dispatch.limit.Pausing;
import io.caravan.flow.Definition;
import io.caravan.flow.Pause.Subject;
import io.caravan.http.Problem;
import io.caravan.http.Resource;
import io.caravan.store.Json;
import io.caravan.store.view.ActionTimes;
import io.caravan.store.view.VersionList;
import io.vertx.ext.web.Router;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** {@code /definitions}: what the routes in force say, which versions flows are pinned to, and how their attempts go. */
final class Definitions {
    /** The routes in force, what is known of definitions, and what rests. */
    record Sources(Registry registry, Api.Known known, Pausing pausing) {}

    private final Sources sources;
    private final Redaction redaction;
    private final Clock clock;

    Definitions(Sources sources, Redaction redaction, Clock clock) {
        this.sources = sources;
        this.redaction = redaction;
        this.clock = clock;
    }

    void mount(Router router) {
        Resource.get(router, "/definitions").handler(new Reading(this::list));
        Resource.get(router, "/definitions/:name").handler(new Reading(this::definition));
        Resource.get(router, "/definitions/:name/versions/:version").handler(new Reading(this::version));
        Resource.get(router, "/definitions/:name/statistics").handler(new Reading(this::statistics));
    }

    private Object list(Question question) {
        var definitions = List.copyOf(sources.registry().definitions().values());
        return Api.list(question.page(definitions, Definition::name), DefinitionPage::line);
    }

    private Optional<Definition> current(String name) {
        return Optional.ofNullable(sources.registry().definitions().get(name));
    }

    private Object definition(Question question) throws SQLException {
        String name = question.path("name");
        List<VersionList.Version> versions = sources.known().versions().all(name);
        Optional<Definition> current = current(name);
        return current.or(() -> versions.stream()
                        .filter(VersionList.Version::isInUse)
                        .findFirst()
                        .map(VersionList.Version::definition))
                .map(shown -> DefinitionPage.page(shown, sources.registry().schedule(name), clock.instant()))
                .map(page -> paused(name, page).set("versions", DefinitionPage.versions(current, versions)))
                .orElseThrow(() -> unknown(name));
    }

    static Problem unknown(String name) {
        return new Problem(404, "Unknown definition", "No definition is called '" + name + "'.");
    }

    private ObjectNode paused(String definition, ObjectNode page) {
        page.path("actions").forEach(action -> sources.pausing()
                .of(Subject.action(definition, action.path("name").asText()))
                .ifPresent(pause -> Destinations.pause(((ObjectNode) action).putObject("paused"), Optional.of(pause))));
        return page;
    }

    /** The files hold the version in force only; of older ones the graph is kept, not the text. */
    private Object version(Question question) throws SQLException {
        String name = question.path("name");
        String version = question.path("version");
        Optional<Definition> inForce =
                current(name).filter(each -> each.version().equals(version));
        Optional<Definition> shown =
                inForce.isPresent() ? inForce : sources.known().versions().find(name, version);
        Optional<String> source =
                inForce.flatMap(each -> sources.known().routes().apply(name));
        return shown.map(each -> DefinitionPage.page(each, Optional.empty(), clock.instant())
                        .put("source", source.map(redaction::text).orElse(null)))
                .orElseThrow(() -> new Problem(
                        404,
                        "Unknown version",
                        "Definition '" + name + "' has no version '" + version + "'; GET /definitions/" + name
                                + " lists those that there are."));
    }

    private Object statistics(Question question) throws SQLException {
        String name = question.path("name");
        ActionTimes.Found found = sources.known().times().of(name);
        Optional<Definition> current = current(name);
        if (current.isEmpty() && found.flows() == 0) {
            throw unknown(name);
        }
        ObjectNode page = Json.mapper()
                .createObjectNode()
                .put("name", name)
                .put("flows", found.flows())
                .put("since", found.since().map(Instant::toString).orElse(null));
        var names = new TreeSet<>(found.actions().keySet());
        current.ifPresent(each -> names.addAll(each.actions().keySet()));
        var actions = page.putArray("actions");
        for (String action : names) {
            ActionTimes.Attempts attempts = found.actions().getOrDefault(action, new ActionTimes.Attempts());
            actions.addObject()
                    .put("name", action)
                    .put("attempts", attempts.attempts())
                    .put("succeeded", attempts.succeeded())
                    .put("dead", attempts.dead())
                    .put(
                            "medianMillis",
                            attempts.within(0.5).map(Duration::toMillis).orElse(null))
                    .put(
                            "p99Millis",
                            attempts.within(0.99).map(Duration::toMillis).orElse(null));
        }
        return page;
    }
}
