package io.caravan.store.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.flow.Action;
import io.caravan.flow.Conditions;
import io.caravan.flow.Definition;
import io.caravan.flow.Need;
import io.caravan.flow.Policy;
import io.caravan.flow.Redelivery;
import io.caravan.store.Json;
import java.time.Duration;
import java.util.ArrayList;

/** A definition's graph and policies as JSON, as the table {@code definition} keeps them. */
final class GraphCodec {
    private static final int FORMAT = 1;

    private GraphCodec() {}

    static String write(Definition definition) {
        var root = Json.mapper().createObjectNode().put("format", FORMAT);
        var actions = root.putArray("actions");
        for (Action action : definition.actions().values()) {
            var node = actions.addObject().put("name", action.name());
            var needs = node.putArray("needs");
            action.needs().forEach(need -> needs.add(need.toString()));
            Redelivery redelivery = action.policy().redelivery();
            node.putObject("redelivery")
                    .put("maximumRedeliveries", redelivery.maximumRedeliveries())
                    .put("delay", redelivery.delay().toMillis())
                    .put("multiplier", redelivery.multiplier())
                    .put("maximumDelay", redelivery.maximumDelay().toMillis())
                    .put("jitter", redelivery.jitter());
            node.put("attemptTimeout", action.policy().attemptTimeout().toMillis());
            node.put("destination", action.policy().destination());
            put(node, "when", action.conditions().when());
            put(node, "delay", action.conditions().delay());
            put(node, "at", action.conditions().at());
        }
        return Json.write(root);
    }

    static Definition read(String name, String graph) {
        JsonNode root = Json.tree(graph);
        if (root.path("format").asInt() != FORMAT) {
            throw new IllegalStateException("this version of Caravan cannot read definitions of format "
                    + root.path("format").asText());
        }
        var actions = new ArrayList<Action>();
        for (JsonNode node : root.path("actions")) {
            var needs = new ArrayList<Need>();
            node.path("needs").forEach(need -> needs.addAll(Need.list(need.asText())));
            actions.add(new Action(node.path("name").asText(), needs, policy(node), conditions(node)));
        }
        return new Definition(name, actions);
    }

    private static void put(ObjectNode node, String name, String text) {
        if (!text.isEmpty()) {
            node.put(name, text);
        }
    }

    private static Conditions conditions(JsonNode node) {
        return new Conditions(
                node.path("when").asText(),
                node.path("delay").asText(),
                node.path("at").asText());
    }

    private static Policy policy(JsonNode node) {
        JsonNode redelivery = node.path("redelivery");
        return new Policy(
                new Redelivery(
                        redelivery.path("maximumRedeliveries").asInt(),
                        Duration.ofMillis(redelivery.path("delay").asLong()),
                        redelivery.path("multiplier").asDouble(),
                        Duration.ofMillis(redelivery.path("maximumDelay").asLong()),
                        redelivery.path("jitter").asDouble()),
                Duration.ofMillis(node.path("attemptTimeout").asLong()),
                node.path("destination").asText());
    }
}
