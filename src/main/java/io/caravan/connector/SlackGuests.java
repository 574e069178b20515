package io.caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Users on their way into a channel: who is still to be invited, in portions, who is in, and whom Slack refused. */
record SlackGuests(
        List<List<String>> portions, List<String> invited, List<String> present, Map<String, String> refused) {
    private static final int LARGEST_PORTION = 100;

    static SlackGuests of(List<String> users) {
        var portions = new ArrayList<List<String>>();
        for (int from = 0; from < users.size(); from += LARGEST_PORTION) {
            portions.add(users.subList(from, Math.min(users.size(), from + LARGEST_PORTION)));
        }
        return new SlackGuests(portions, List.of(), List.of(), Map.of());
    }

    /** Slack took the whole portion. */
    SlackGuests welcomed() {
        return new SlackGuests(rest(List.of()), joined(invited, portions.get(0)), present, refused);
    }

    /**
     * Slack invited nobody of the portion, because of some users: those are done with, the others are asked again. Users that it does
     * not name must be found out one by one.
     */
    SlackGuests told(String code, JsonNode errors) {
        List<String> portion = portions.get(0);
        var codes = new LinkedHashMap<String, String>();
        for (JsonNode error : errors) {
            String user = error.path("user").asText();
            if (portion.contains(user)) {
                codes.put(user, error.path("error").asText(code));
            }
        }
        if (codes.isEmpty() && portion.size() > 1) {
            return new SlackGuests(rest(portion.stream().map(List::of).toList()), invited, present, refused);
        }
        if (codes.isEmpty()) {
            codes.put(portion.get(0), code);
        }
        return without(codes);
    }

    private SlackGuests without(Map<String, String> codes) {
        List<String> others = portions.get(0).stream()
                .filter(user -> !codes.containsKey(user))
                .toList();
        var there = new ArrayList<>(present);
        var turnedAway = new LinkedHashMap<>(refused);
        codes.forEach((user, code) -> {
            Meaning meaning = SlackAnswers.of(code);
            if (meaning.isSuccess()) {
                there.add(user);
            } else if (meaning == Meaning.REJECTED) {
                turnedAway.put(user, code);
            } else {
                Verdict.of(meaning, code, "Slack answered " + code + " for the user " + user)
                        .demandSuccess();
            }
        });
        return new SlackGuests(rest(others.isEmpty() ? List.of() : List.of(others)), invited, there, turnedAway);
    }

    private List<List<String>> rest(List<List<String>> first) {
        var rest = new ArrayList<>(first);
        rest.addAll(portions.subList(1, portions.size()));
        return rest;
    }

    private static List<String> joined(List<String> some, List<String> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
