package io.caravan.store.journal;

import com.fasterxml.jackson.databind.JsonNode;
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

/** A fact from its JSON; what {@link FactWriting} wrote, in this version or an earlier one. */
final class FactReading {
    private FactReading() {}

    static Fact read(JsonNode node, Function<String, Definition> versions) {
        String action = node.path("action").asText();
        return switch (node.path("type").asText()) {
            case "started" -> new Fact.Started(text(node, "key"), lane(node));
            case "triggered" ->
                new Fact.Triggered(
                        versions.apply(node.path("version").asText()), payload(node, "input"), time(node, "deadline"));
            case "migrated" ->
                new Fact.Migrated(
                        versions.apply(node.path("version").asText()),
                        node.path("by").asText(),
                        node.path("note").asText());
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
            case "restarted" ->
                new Fact.Restarted(
                        action,
                        texts(node.path("actions")),
                        node.path("by").asText(),
                        node.path("note").asText());
            case "turnedBack" ->
                new Fact.TurnedBack(
                        FlowStatus.of(node.path("status").asText()),
                        node.path("reason").asText(),
                        act(node),
                        texts(node.path("compensations")));
            case "turned" ->
                new Fact.Turned(
                        FlowStatus.of(node.path("status").asText()),
                        node.path("ended").asBoolean(),
                        node.path("reason").asText(),
                        act(node));
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

    private static Optional<Lane> lane(JsonNode node) {
        return text(node, "lane")
                .map(key -> new Lane(
                        key, node.path("ticket").asLong(), node.path("waits").asBoolean()));
    }

    private static Optional<Fact.Act> act(JsonNode node) {
        return text(node, "by").map(by -> new Fact.Act(by, node.path("note").asText()));
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }

    private static Fact.Attempt attempt(JsonNode node) {
        return new Fact.Attempt(
                node.path("attempt").asInt(),
                Instant.ofEpochMilli(node.path("startedAt").asLong()),
                Duration.ofMillis(node.path("tookMs").asLong()),
                node.path("node").asText());
    }

    private static Optional<Failure> failure(JsonNode node) {
        return text(node, "error")
                .map(type -> new Failure(type, node.path("message").asText()));
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
