package io.caravan.store.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.flow.Fact;
import io.caravan.flow.Failure;
import io.caravan.flow.Lane;
import io.caravan.flow.Payload;

/** A fact as JSON; what {@link FactReading} reads. */
final class FactWriting {
    private FactWriting() {}

    static void write(ObjectNode node, Fact fact) {
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
        } else if (fact instanceof Fact.Restarted restarted) {
            node.put("type", "restarted").put("action", restarted.action());
            node.put("by", restarted.by()).put("note", restarted.note());
            var actions = node.putArray("actions");
            restarted.actions().forEach(actions::add);
        } else if (fact instanceof Fact.Migrated migrated) {
            node.put("type", "migrated").put("version", migrated.definition().version());
            node.put("by", migrated.by()).put("note", migrated.note());
        } else if (fact instanceof Fact.TurnedBack back) {
            node.put("type", "turnedBack").put("status", back.status().word()).put("reason", back.reason());
            back.act().ifPresent(act -> node.put("by", act.by()).put("note", act.note()));
            var compensations = node.putArray("compensations");
            back.compensations().forEach(compensations::add);
        } else if (fact instanceof Fact.Turned turned) {
            node.put("type", "turned").put("status", turned.status().word());
            node.put("ended", turned.ended()).put("reason", turned.reason());
            turned.act().ifPresent(act -> node.put("by", act.by()).put("note", act.note()));
        } else {
            throw new IllegalStateException("a fact without a form: " + fact);
        }
    }

    private static void put(ObjectNode node, Lane lane) {
        node.put("lane", lane.key()).put("ticket", lane.ticket()).put("waits", lane.waits());
    }

    private static void put(ObjectNode node, Fact.Attempt attempt) {
        node.put("attempt", attempt.number())
                .put("startedAt", attempt.startedAt().toEpochMilli())
                .put("tookMs", attempt.took().toMillis())
                .put("node", attempt.node());
    }

    private static void put(ObjectNode node, Failure failure) {
        node.put("error", failure.type()).put("message", failure.message());
    }

    private static void put(ObjectNode node, String field, Payload payload) {
        if (payload instanceof Payload.Inline inline) {
            node.putRawValue(field, new com.fasterxml.jackson.databind.util.RawValue(inline.json()));
        } else if (payload instanceof Payload.Claimed claimed) {
            node.put(field + "Claim", claimed.ticket());
        }
    }
}
