package io.caravan.store.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.flow.Definition;
import io.caravan.flow.Fact;
import io.caravan.flow.Failure;
import io.caravan.flow.FlowStatus;
import io.caravan.flow.Lane;
import io.caravan.flow.Payload;
import io.caravan.store.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The facts of one commit as JSON: {@code {"format":1,"facts":[{"type":"succeeded","action":"deal",...}]}}. Times are
 * milliseconds since 1970. Golden files keep old journals readable.
 */
public final class FactCodec {
    private static final int FORMAT = 1;

    private FactCodec() {}

    public static String write(List<Fact> facts) {
        var root = Json.mapper().createObjectNode().put("format", FORMAT);
        var list = root.putArray("facts");
        facts.forEach(fact -> write(list.addObject(), fact));
        return Json.write(root);
    }

    /** The facts as trees, for people. */
    public static List<ObjectNode> trees(String body) {
        var trees = new ArrayList<ObjectNode>();
        Json.tree(body).path("facts").forEach(node -> trees.add((ObjectNode) node));
        return trees;
    }

    /** The facts; a definition's graph is looked up by its version. */
    static List<Fact> read(String body, Function<String, Definition> versions) {
        JsonNode root = Json.tree(body);
        if (root.path("format").asInt() != FORMAT) {
            throw new IllegalStateException("this version of Caravan cannot read facts of format "
                    + root.path("format").asText());
        }
        var facts = new ArrayList<Fact>();
        root.path("facts").forEach(node -> facts.add(read(node, versions)));
        return facts;
    }

    private static void write(ObjectNode node, Fact fact) {
        if (fact instanceof Fact.Started started) {
            node.put("type", "started");
            started.key().ifPresent(key -> node.put("key", key));
            started.lane().ifPresent(lane -> put(node, lane));
        } else if (fact instanceof Fact.Triggered triggered) {
            node.put("type", "triggered").put("version", triggered.definition().version());
            triggered.input().ifPresent(input -> put(node, "input", input));
            triggered.deadline().ifPresent(deadline -> node.put("deadline", deadline.toEpochMilli()));
        } else if (fact instanceof Fact.Keyed keyed) {
            node.put("type", "keyed").put("key", keyed.key());
        } else if (fact instanceof Fact.Queued queued) {
            put(node.put("type", "queued"), queued.lane());
        } else if (fact instanceof Fact.TurnCame) {
            node.put("type", "turnCame");
        } else if (fact instanceof Fact.Budgeted budgeted) {
            node.put("type", "budgeted").put("action", budgeted.action()).put("budgetKey", budgeted.budgetKey());
        } else if (fact instanceof Fact.Awaited awaited) {
            node.put("type", "awaited").put("action", awaited.action());
            node.put("event", awaited.type()).put("key", awaited.key());
            awaited.until().ifPresent(until -> node.put("until", until.toEpochMilli()));
        } else if (fact instanceof Fact.Arrived arrived) {
            node.put("type", "arrived").put("action", arrived.action()).put("event", arrived.event());
        } else if (fact instanceof Fact.Split split) {
            node.put("type", "split").put("action", split.action());
            split.dueAt().ifPresent(dueAt -> node.put("dueAt", dueAt.toEpochMilli()));
            var items = node.putArray("items");
            split.items().forEach(item -> put(items.addObject(), "value", item));
        } else if (fact instanceof Fact.Gathered gathered) {
            node.put("type", "gathered").put("action", gathered.action());
        } else if (fact instanceof Fact.Found found) {
            node.put("type", "found").put("action", found.action());
            put(node, "result", found.result());
        } else if (fact instanceof Fact.Met met) {
            node.put("type", "met").put("action", met.action());
        } else if (fact instanceof Fact.Delayed delayed) {
            node.put("type", "delayed").put("action", delayed.action());
            node.put("dueAt", delayed.dueAt().toEpochMilli());
        } else if (fact instanceof Fact.Readied readied) {
            node.put("type", "readied").put("action", readied.action());
        } else if (fact instanceof Fact.Succeeded succeeded) {
            node.put("type", "succeeded").put("action", succeeded.action());
            put(node, succeeded.attempt());
            put(node, "result", succeeded.result());
        } else if (fact instanceof Fact.Retried retried) {
            node.put("type", "retried").put("action", retried.action());
            put(node, retried.attempt());
            put(node, retried.failure());
            node.put("uncertain", retried.uncertain())
                    .put("dueAt", retried.dueAt().toEpochMilli());
        } else if (fact instanceof Fact.Deferred deferred) {
            node.put("type", "deferred").put("action", deferred.action());
            put(node, deferred.failure());
            node.put("dueAt", deferred.dueAt().toEpochMilli());
        } else if (fact instanceof Fact.Died died) {
            node.put("type", "died").put("action", died.action());
            put(node, died.attempt());
            put(node, died.failure());
            node.put("uncertain", died.uncertain()).put("outcome", died.outcome());
        } else if (fact instanceof Fact.Skipped skipped) {
            node.put("type", "skipped").put("action", skipped.action()).put("reason", skipped.reason());
        } else if (fact instanceof Fact.Replayed replayed) {
            node.put("type", "replayed").put("action", replayed.action());
            node.put("by", replayed.by()).put("note", replayed.note());
        } else if (fact instanceof Fact.Resolved resolved) {
            node.put("type", "resolved").put("action", resolved.action());
            node.put("by", resolved.by()).put("note", resolved.note());
            resolved.result().ifPresent(result -> put(node, "result", result));
        } else if (fact instanceof Fact.ActionCancelled cancelled) {
            node.put("type", "actionCancelled").put("action", cancelled.action());
        } else if (fact instanceof Fact.EndedLate late) {
            node.put("type", "endedLate").put("action", late.action());
            put(node, late.attempt());
            node.put("outcome", late.outcome());
            late.result().ifPresent(result -> put(node, "result", result));
            late.failure().ifPresent(failure -> put(node, failure));
        } else if (fact instanceof Fact.Turned turned) {
            node.put("type", "turned").put("status", turned.status().word());
            node.put("ended", turned.ended()).put("reason", turned.reason());
            turned.act().ifPresent(act -> node.put("by", act.by()).put("note", act.note()));
        } else {
            throw new IllegalStateException("a fact without a form: " + fact);
        }
    }

    private static Fact read(JsonNode node, Function<String, Definition> versions) {
        String action = node.path("action").asText();
        return switch (node.path("type").asText()) {
            case "started" -> new Fact.Started(text(node, "key"), lane(node));
            case "triggered" ->
                new Fact.Triggered(
                        versions.apply(node.path("version").asText()), payload(node, "input"), time(node, "deadline"));
            case "keyed" -> new Fact.Keyed(node.path("key").asText());
            case "queued" -> new Fact.Queued(lane(node).orElseThrow());
            case "turnCame" -> new Fact.TurnCame();
            case "budgeted" -> new Fact.Budgeted(action, node.path("budgetKey").asText());
            case "awaited" ->
                new Fact.Awaited(
                        action, node.path("event").asText(), node.path("key").asText(), time(node, "until"));
            case "arrived" -> new Fact.Arrived(action, node.path("event").asText());
            case "split" -> new Fact.Split(action, items(node), time(node, "dueAt"));
            case "gathered" -> new Fact.Gathered(action);
            case "found" -> new Fact.Found(action, payload(node, "result").orElse(Payload.NOTHING));
            case "met" -> new Fact.Met(action);
            case "delayed" -> new Fact.Delayed(action, time(node, "dueAt").orElseThrow());
            case "readied" -> new Fact.Readied(action);
            case "succeeded" ->
                new Fact.Succeeded(
                        action, attempt(node), payload(node, "result").orElse(Payload.NOTHING));
            case "retried" ->
                new Fact.Retried(
                        action,
                        attempt(node),
                        failure(node).orElseThrow(),
                        node.path("uncertain").asBoolean(),
                        time(node, "dueAt").orElseThrow());
            case "deferred" ->
                new Fact.Deferred(
                        action, failure(node).orElseThrow(), time(node, "dueAt").orElseThrow());
            case "died" ->
                new Fact.Died(
                        action,
                        attempt(node),
                        failure(node).orElseThrow(),
                        node.path("uncertain").asBoolean(),
                        node.path("outcome").asText());
            case "skipped" -> new Fact.Skipped(action, node.path("reason").asText());
            case "replayed" ->
                new Fact.Replayed(
                        action, node.path("by").asText(), node.path("note").asText());
            case "resolved" ->
                new Fact.Resolved(
                        action,
                        payload(node, "result"),
                        node.path("by").asText(),
                        node.path("note").asText());
            case "actionCancelled" -> new Fact.ActionCancelled(action);
            case "endedLate" ->
                new Fact.EndedLate(
                        action, attempt(node), node.path("outcome").asText(), payload(node, "result"), failure(node));
            case "turned" ->
                new Fact.Turned(
                        FlowStatus.of(node.path("status").asText()),
                        node.path("ended").asBoolean(),
                        node.path("reason").asText(),
                        text(node, "by")
                                .map(by -> new Fact.Act(by, node.path("note").asText())));
            default ->
                throw new IllegalStateException("this version of Caravan does not know the fact '"
                        + node.path("type").asText() + "'");
        };
    }

    private static List<Payload> items(JsonNode node) {
        var items = new ArrayList<Payload>();
        node.path("items").forEach(item -> items.add(payload(item, "value").orElse(Payload.NOTHING)));
        return items;
    }

    private static void put(ObjectNode node, Lane lane) {
        node.put("lane", lane.key()).put("ticket", lane.ticket()).put("waits", lane.waits());
    }

    private static Optional<Lane> lane(JsonNode node) {
        return text(node, "lane")
                .map(key -> new Lane(
                        key, node.path("ticket").asLong(), node.path("waits").asBoolean()));
    }

    private static void put(ObjectNode node, Fact.Attempt attempt) {
        node.put("attempt", attempt.number())
                .put("startedAt", attempt.startedAt().toEpochMilli())
                .put("tookMs", attempt.took().toMillis())
                .put("node", attempt.node());
    }

    private static Fact.Attempt attempt(JsonNode node) {
        return new Fact.Attempt(
                node.path("attempt").asInt(),
                Instant.ofEpochMilli(node.path("startedAt").asLong()),
                Duration.ofMillis(node.path("tookMs").asLong()),
                node.path("node").asText());
    }

    private static void put(ObjectNode node, Failure failure) {
        node.put("error", failure.type()).put("message", failure.message());
    }

    private static Optional<Failure> failure(JsonNode node) {
        return text(node, "error")
                .map(type -> new Failure(type, node.path("message").asText()));
    }

    private static void put(ObjectNode node, String field, Payload payload) {
        if (payload instanceof Payload.Inline inline) {
            node.putRawValue(field, new com.fasterxml.jackson.databind.util.RawValue(inline.json()));
        } else if (payload instanceof Payload.Claimed claimed) {
            node.put(field + "Claim", claimed.ticket());
        }
    }

    private static Optional<Payload> payload(JsonNode node, String field) {
        if (node.has(field + "Claim")) {
            return Optional.of(Payload.claimed(node.path(field + "Claim").asText()));
        }
        return node.has(field) ? Optional.of(Payload.inline(Json.write(node.get(field)))) : Optional.empty();
    }

    private static Optional<String> text(JsonNode node, String field) {
        return node.hasNonNull(field) ? Optional.of(node.path(field).asText()) : Optional.empty();
    }

    private static Optional<Instant> time(JsonNode node, String field) {
        return node.hasNonNull(field)
                ? Optional.of(Instant.ofEpochMilli(node.path(field).asLong()))
                : Optional.empty();
    }
}
