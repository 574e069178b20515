package io.caravan.routing;

import io.caravan.component.LiveId;
import io.caravan.flow.Place;
import io.caravan.flow.Refusal;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Turns Camel's failure to load or start the routes into a sentence with its place, without a stack trace. */
final class CamelRefusal {
    private static final Pattern KAMELET = Pattern.compile("kamelet:([A-Za-z0-9-]+)");

    private final RouteSet set;
    private final Optional<CamelContext> context;

    /** @param context knows what placeholders stand for, once it is there */
    CamelRefusal(RouteSet set, Optional<CamelContext> context) {
        this.set = set;
        this.context = context;
    }

    /** Empty if nothing in the files is to blame. */
    Optional<Refusal> because(Throwable failed) {
        Optional<Place> place = Optional.empty();
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            Optional<Place> nearer = place(cause);
            place = nearer.isPresent() ? nearer : place;
        }
        return place.map(there -> new Refusal(there, "Camel refuses this: " + told(failed)));
    }

    /** With the routes as a whole for its place if nothing in the files is to blame. */
    Refusal of(Throwable failed) {
        return because(failed)
                .orElseGet(() -> new Refusal(new Place("the routes", 0), "Camel refuses them: " + told(failed)));
    }

    private String told(Throwable failed) {
        String reason = reason(failed);
        return context.map(there -> new Resolved(set, there).hide(reason)).orElse(reason);
    }

    private Optional<Place> place(Throwable cause) {
        if (cause instanceof MarkedYamlEngineException yaml) {
            return yaml.getProblemMark()
                    .map(mark -> new Place(mark.getName().replaceFirst("^file:", ""), mark.getLine() + 1));
        }
        if (cause instanceof FileNotFoundException missing) {
            return mention(String.valueOf(missing.getMessage()));
        }
        if (cause instanceof NotStarted there) {
            return Optional.of(there.place());
        }
        if (cause instanceof FailedToCreateRouteException route) {
            return placeOf(route.getRouteId());
        }
        return cause instanceof FailedToStartRouteException route ? placeOf(route.getRouteId()) : Optional.empty();
    }

    /** The first line of the route files that uses the kamelet whose file is missing. */
    private Optional<Place> mention(String missing) {
        for (Path file : set.snapshot().routeFiles()) {
            List<String> lines = set.snapshot().text(file).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (KAMELET.matcher(lines.get(i))
                        .results()
                        .anyMatch(use -> missing.contains(use.group(1) + ".kamelet.yaml"))) {
                    return Optional.of(new Place(file.toString(), i + 1));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Place> placeOf(@Nullable String routeId) {
        return set.scan().placeOf(LiveId.written(String.valueOf(routeId)));
    }

    /** The innermost reason on one line. */
    static String reason(Throwable failed) {
        Throwable inner = failed;
        while (inner.getCause() != null && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        String text = inner instanceof MarkedYamlEngineException yaml ? yaml.getProblem() : inner.getMessage();
        String oneLine = String.valueOf(text == null ? inner : text)
                .replaceAll("\\s*\\n\\s*\\*?\\s*", " ")
                .replaceFirst(" on bean: .* with value: ", " with value ")
                .strip();
        return oneLine.endsWith(".") ? oneLine : oneLine + ".";
    }
}
