package io.caravan.simulation;

import io.caravan.flow.Fact;
import io.caravan.flow.Failure;
import io.caravan.flow.Payload;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Collectors;

/** How facts, and amounts of virtual time, are told. */
final class Telling {
    private Telling() {}

    /** Which action a fact is about; blank = the flow as a whole. */
    static String action(Fact fact) {
        if (fact instanceof Fact.Met met) {
            return met.action();
        }
        if (fact instanceof Fact.Budgeted budgeted) {
            return budgeted.action();
        }
        if (fact instanceof Fact.Awaited awaited) {
            return awaited.action();
        }
        if (fact instanceof Fact.Arrived arrived) {
            return arrived.action();
        }
        if (fact instanceof Fact.Split split) {
            return split.action();
        }
        if (fact instanceof Fact.Gathered gathered) {
            return gathered.action();
        }
        if (fact instanceof Fact.Delayed delayed) {
            return delayed.action();
        }
        if (fact instanceof Fact.Readied readied) {
            return readied.action();
        }
        return attempted(fact);
    }

    private static String attempted(Fact fact) {
        if (fact instanceof Fact.Succeeded succeeded) {
            return succeeded.action();
        }
        if (fact instanceof Fact.Found found) {
            return found.action();
        }
        if (fact instanceof Fact.Retried retried) {
            return retried.action();
        }
        if (fact instanceof Fact.Deferred deferred) {
            return deferred.action();
        }
        if (fact instanceof Fact.Died died) {
            return died.action();
        }
        if (fact instanceof Fact.Skipped skipped) {
            return skipped.action();
        }
        if (fact instanceof Fact.Replayed replayed) {
            return replayed.action();
        }
        if (fact instanceof Fact.Resolved resolved) {
            return resolved.action();
        }
        if (fact instanceof Fact.ActionCancelled cancelled) {
            return cancelled.action();
        }
        return fact instanceof Fact.EndedLate late ? late.action() : "";
    }

    /** What is worth a line; what always follows from the line before is not. */
    static Optional<String> words(Fact fact) {
        if (fact instanceof Fact.Met || fact instanceof Fact.Readied || fact instanceof Fact.Budgeted) {
            return Optional.empty();
        }
        if (fact instanceof Fact.Started started) {
            return Optional.of(
                    "started" + started.key().map(key -> ", its key is " + key).orElse(""));
        }
        if (fact instanceof Fact.Triggered triggered) {
            String input = triggered.input().map(text -> "input " + json(text)).orElse("");
            String deadline =
                    triggered.deadline().map(until -> "deadline " + time(until)).orElse("");
            return Optional.of(input.isEmpty() || deadline.isEmpty() ? input + deadline : input + "; " + deadline)
                    .filter(words -> !words.isEmpty());
        }
        if (fact instanceof Fact.TurnedBack back) {
            return Optional.of("turns back, to undo what was done: " + back.reason());
        }
        if (fact instanceof Fact.Turned turned) {
            return Optional.of(turned.status().word() + (turned.reason().isEmpty() ? "" : ": " + turned.reason()));
        }
        return Optional.of(ofAction(fact));
    }

    private static String ofAction(Fact fact) {
        if (fact instanceof Fact.Awaited awaited) {
            return "awaits " + awaited.type();
        }
        if (fact instanceof Fact.Arrived) {
            return "its event has come";
        }
        if (fact instanceof Fact.Split split) {
            return "runs for each of " + split.items().size() + " items";
        }
        if (fact instanceof Fact.Gathered) {
            return "all its items have succeeded";
        }
        if (fact instanceof Fact.Delayed delayed) {
            return "due at " + time(delayed.dueAt());
        }
        if (fact instanceof Fact.Succeeded succeeded) {
            return "attempt " + succeeded.attempt().number() + ": succeeded, " + json(succeeded.result());
        }
        if (fact instanceof Fact.Found found) {
            return "the probe found it: " + json(found.result());
        }
        if (fact instanceof Fact.Retried retried) {
            return "attempt " + retried.attempt().number() + ": " + (retried.uncertain() ? "uncertain" : "retry") + ", "
                    + reason(retried.failure());
        }
        if (fact instanceof Fact.Deferred deferred) {
            return "unavailable, " + reason(deferred.failure());
        }
        if (fact instanceof Fact.Died died) {
            return "attempt " + died.attempt().number() + ": " + (died.uncertain() ? "uncertain" : "dead") + ", "
                    + reason(died.failure());
        }
        if (fact instanceof Fact.Skipped skipped) {
            return "skipped" + (skipped.reason().isEmpty() ? "" : ": " + skipped.reason());
        }
        return ofPeople(fact);
    }

    private static String ofPeople(Fact fact) {
        if (fact instanceof Fact.Replayed replayed) {
            return "replayed by " + replayed.by();
        }
        if (fact instanceof Fact.Resolved resolved) {
            return resolved.result().map(result -> "resolved: " + json(result)).orElse("skipped") + " by "
                    + resolved.by();
        }
        if (fact instanceof Fact.ActionCancelled) {
            return "cancelled";
        }
        if (fact instanceof Fact.EndedLate late) {
            return "attempt " + late.attempt().number() + " ended too late: " + late.outcome();
        }
        return fact.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(java.util.Locale.ROOT);
    }

    private static String reason(Failure failure) {
        return failure.type() + ": " + failure.line();
    }

    static String json(Payload payload) {
        if (payload instanceof Payload.Inline inline) {
            return inline.json();
        }
        return payload instanceof Payload.Listed list
                ? list.parts().stream().map(Telling::json).collect(Collectors.joining(",", "[", "]"))
                : "a claim";
    }

    static String time(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** As {@code Durations} reads it: 2d3h, 1m30s, 1s150ms. */
    static String amount(Duration duration) {
        String days = duration.toDays() > 0 ? duration.toDays() + "d" : "";
        String hours = duration.toHoursPart() > 0 ? duration.toHoursPart() + "h" : "";
        String minutes = duration.toMinutesPart() > 0 ? duration.toMinutesPart() + "m" : "";
        String seconds = duration.toSecondsPart() > 0 ? duration.toSecondsPart() + "s" : "";
        String millis = duration.toMillisPart() > 0 ? duration.toMillisPart() + "ms" : "";
        String all = days + hours + minutes + seconds + millis;
        return all.isEmpty() ? "0s" : all;
    }
}
