package io.caravan;

import io.caravan.flow.Place;
import io.caravan.flow.Refusal;
import io.caravan.routing.RouteScan;
import io.caravan.store.ConfigurationRefused;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Turns Camel's failure to load or start the routes into a sentence with its place, without a stack trace. */
final class NotStarted {
    private static final Pattern KAMELET = Pattern.compile("kamelet:([A-Za-z0-9-]+)");

    private final RouteScan scan;

    NotStarted(RouteScan scan) {
        this.scan = scan;
    }

    ConfigurationRefused because(Throwable failed) {
        String reason = reason(failed);
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            Optional<Place> place = place(cause);
            if (place.isPresent()) {
                return new ConfigurationRefused(
                        "the routes cannot be used:\n" + new Refusal(place.get(), "Camel refuses this: " + reason),
                        failed);
            }
        }
        return new ConfigurationRefused("Caravan cannot start: " + reason, failed);
    }

    private Optional<Place> place(Throwable cause) {
        if (cause instanceof MarkedYamlEngineException yaml) {
            return yaml.getProblemMark()
                    .map(mark -> new Place(mark.getName().replaceFirst("^file:", ""), mark.getLine() + 1));
        }
        if (cause instanceof FileNotFoundException missing) {
            return mention(String.valueOf(missing.getMessage()));
        }
        if (cause instanceof FailedToCreateRouteException route) {
            return scan.placeOf(String.valueOf(route.getRouteId()));
        }
        return cause instanceof FailedToStartRouteException route
                ? scan.placeOf(String.valueOf(route.getRouteId()))
                : Optional.empty();
    }

    /** The first line of the route files that uses the kamelet whose file is missing. */
    private Optional<Place> mention(String missing) {
        for (Path file : scan.filled()) {
            try {
                List<String> lines = Files.readAllLines(file);
                for (int i = 0; i < lines.size(); i++) {
                    if (KAMELET.matcher(lines.get(i))
                            .results()
                            .anyMatch(use -> missing.contains(use.group(1) + ".kamelet.yaml"))) {
                        return Optional.of(new Place(file.toString(), i + 1));
                    }
                }
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }
        return Optional.empty();
    }

    /** The innermost reason on one line. */
    private static String reason(Throwable failed) {
        Throwable inner = failed;
        while (inner.getCause() != null && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        String text = inner instanceof MarkedYamlEngineException yaml ? yaml.getProblem() : inner.getMessage();
        String oneLine = String.valueOf(text == null ? inner : text)
                .replaceAll("\\s*\\n\\s*\\*?\\s*", " ")
                .strip();
        return oneLine.endsWith(".") ? oneLine : oneLine + ".";
    }
}
