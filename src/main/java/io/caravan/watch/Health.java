package io.caravan.watch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether this node is alive, and whether work may be sent to it; what stands in the way is a sentence. */
public final class Health {
    /** What a check found: the sentence of what is wrong, if anything, and what is worth knowing besides. */
    public record Finding(Optional<String> problem, Map<String, Object> details) {
        public static Finding good(Map<String, Object> details) {
            return new Finding(Optional.empty(), details);
        }

        public static Finding bad(String problem) {
            return new Finding(Optional.of(problem), Map.of());
        }
    }

    /** One thing that is looked at. */
    public record Check(String name, Supplier<Finding> look) {}

    /** All findings; up if none of them is a problem. */
    record Report(boolean up, JsonObject json) {}

    private final List<Check> live;
    private final List<Check> ready;

    /** @param live what only a restart mends; @param ready what must be well before work is sent here */
    public Health(List<Check> live, List<Check> ready) {
        this.live = List.copyOf(live);
        this.ready = List.copyOf(ready);
    }

    Report live() {
        return report(live);
    }

    Report ready() {
        return report(ready);
    }

    private static Report report(List<Check> checks) {
        var told = new JsonArray();
        boolean up = true;
        for (Check check : checks) {
            Finding finding = look(check);
            up &= finding.problem().isEmpty();
            var line = new JsonObject()
                    .put("name", check.name())
                    .put("status", status(finding.problem().isEmpty()));
            finding.problem().ifPresent(problem -> line.put("problem", problem));
            if (!finding.details().isEmpty()) {
                line.put("data", new JsonObject(finding.details()));
            }
            told.add(line);
        }
        return new Report(up, new JsonObject().put("status", status(up)).put("checks", told));
    }

    private static Finding look(Check check) {
        try {
            return check.look().get();
        } catch (RuntimeException broken) {
            return Finding.bad("It cannot be looked at: " + broken + ".");
        }
    }

    private static String status(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
