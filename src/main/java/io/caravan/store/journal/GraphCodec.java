package io.caravan.store.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.flow.Action;
import io.caravan.flow.Await;
import io.caravan.flow.Conditions;
import io.caravan.flow.Definition;
import io.caravan.flow.Need;
import io.caravan.flow.Policy;
import io.caravan.flow.Provisions;
import io.caravan.flow.Redelivery;
import io.caravan.store.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeSet;

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
            put(node, "forEach", action.conditions().forEach());
            put(node, "budgetKey", action.conditions().budgetKey());
            action.awaits().ifPresent(await -> put(node.putObject("awaits"), await));
            put(node, action.provisions());
        }
        if (!definition.cancelOn().isEmpty()) {
            var types = root.putArray("cancelOn");
            definition.cancelOn().forEach(types::add);
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
            actions.add(new Action(
                    node.path("name").asText(),
                    needs,
                    policy(node),
                    conditions(node),
                    awaits(node.path("awaits")),
                    provisions(node)));
        }
        var cancelOn = new TreeSet<String>();
        root.path("cancelOn").forEach(type -> cancelOn.add(type.asText()));
        return new Definition(name, actions, cancelOn);
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
                node.path("at").asText(),
                node.path("forEach").asText(),
                node.path("budgetKey").asText());
    }

    private static void put(ObjectNode node, Await await) {
        node.put("type", await.type()).put("correlate", await.correlate());
        node.put("lookBack", await.lookBack().toMillis()).put("skips", await.skips());
        await.timeout().ifPresent(timeout -> node.put("timeout", timeout.toMillis()));
    }

    private static Optional<Await> awaits(JsonNode node) {
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        return Optional.of(new Await(
                node.path("type").asText(),
                node.path("correlate").asText(),
                Duration.ofMillis(node.path("lookBack").asLong()),
                node.has("timeout")
                        ? Optional.of(Duration.ofMillis(node.path("timeout").asLong()))
                        : Optional.empty(),
                node.path("skips").asBoolean()));
    }

    private static void put(ObjectNode node, Provisions provisions) {
        if (provisions.concurrency() != 0) {
            node.put("concurrency", provisions.concurrency());
        }
        if (provisions.priority() != 0) {
            node.put("priority", provisions.priority());
        }
        put(node, "probe", provisions.probe());
        put(node, "deadLetterUri", provisions.deadLetterUri());
        put(node, "compensates", provisions.compensates());
    }

    private static Provisions provisions(JsonNode node) {
        return new Provisions(
                node.path("concurrency").asInt(),
                node.path("priority").asInt(),
                node.path("probe").asText(),
                node.path("deadLetterUri").asText(),
                node.path("compensates").asText());
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
