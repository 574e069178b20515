package io.caravan.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.http.Answers;
import io.caravan.http.Problem;
import io.caravan.store.Json;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** What all acts on many flows have in common: how they are asked for, and how they are answered. */
final class ManyFlows {
    /** Most that one act selects. */
    static final int MOST = 10_000;

    private ManyFlows() {}

    /** 202 with what the act has to say at first, or the reason why it does not begin; it may read the database. */
    static void answer(RoutingContext context, Callable<ObjectNode> begin) {
        context.vertx()
                .<String>executeBlocking(() -> Json.write(begin.call()), false)
                .onSuccess(text -> Answers.json(context, 202, text))
                .onFailure(thrown -> Answers.problem(context, Reading.problem(thrown)));
    }

    static void mustKnow(JsonNode node, Set<String> known, String prefix) {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new Problem(
                        400,
                        "Unknown field",
                        "'" + prefix + name + "' is unknown; known are "
                                + String.join(", ", known.stream().sorted().toList()) + ".");
            }
        });
    }

    static Optional<String> text(JsonNode node, String prefix, String field) {
        JsonNode value = node.path(field);
        if (node.hasNonNull(field) && !value.isTextual()) {
            throw new Problem(400, "Bad " + field, prefix + field + " must be text.");
        }
        return Optional.ofNullable(value.textValue());
    }

    static boolean flag(JsonNode asked, String field) {
        JsonNode value = asked.path(field);
        if (asked.hasNonNull(field) && !value.isBoolean()) {
            throw new Problem(400, "Bad " + field, field + " must be true or false.");
        }
        return value.asBoolean();
    }

    /** How many at most. */
    static int limit(JsonNode asked) {
        JsonNode limit = asked.path("limit");
        if (limit.isMissingNode()) {
            return MOST;
        }
        if (!limit.canConvertToInt() || limit.asInt() < 1) {
            throw new Problem(400, "Bad limit", "limit must be a whole number from 1.");
        }
        return Math.min(limit.asInt(), MOST);
    }
}
