package io.caravan.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.http.Problem;
import io.caravan.store.view.FlowList;
import io.caravan.store.view.FlowList.Filter;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads what a list of flows is narrowed to, from a query or from a JSON object; the names are the same. */
final class FlowFilter {
    static final Set<String> NAMES = Set.of("status", "name", "key", "q", "event", "error", "from", "to");
    private static final Set<String> STATUSES = Set.of("running", "completed", "failed", "cancelled");

    private FlowFilter() {}

    static Filter of(Question question) {
        return of(question::query);
    }

    /** All values are text. */
    static Filter of(JsonNode object) {
        return of(name -> {
            JsonNode value = object.path(name);
            if (!value.isMissingNode() && !value.isTextual()) {
                throw new Problem(400, "Bad filter", "filter." + name + " must be text.");
            }
            return Optional.ofNullable(value.textValue()).filter(text -> !text.isEmpty());
        });
    }

    private static Filter of(Function<String, Optional<String>> value) {
        return new Filter(
                value.apply("status").map(FlowFilter::status),
                value.apply("name"),
                new FlowList.Text(value.apply("key"), value.apply("q")),
                new FlowList.Reason(value.apply("event"), value.apply("error")),
                new FlowList.Span(time("from", value), time("to", value)));
    }

    private static String status(String word) {
        if (!STATUSES.contains(word)) {
            throw new Problem(
                    400, "Bad status", "status must be running, completed, failed or cancelled, not '" + word + "'.");
        }
        return word;
    }

    private static Optional<Instant> time(String name, Function<String, Optional<String>> value) {
        return value.apply(name).map(text -> Question.time(name, text));
    }
}
