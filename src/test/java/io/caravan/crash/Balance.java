package io.caravan.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What has happened once all is done, as Caravan and its sandbox tell over HTTP: flows with their facts, and effects. */
public final class Balance {
    private static final List<String> ACTIONS =
            List.of("contact", "announcement", "deal", "deal-link", "announcement-update");

    private final Map<String, JsonNode> flows = new HashMap<>();
    private final Map<String, Integer> messages = new HashMap<>();
    private final Map<String, Integer> marks = new HashMap<>();
    private final Set<String> lost = new TreeSet<>();
    private final List<JsonNode> contacts;
    private final List<JsonNode> deals;

    private Balance(Child child) {
        for (JsonNode line : child.list("/flows")) {
            String id = line.path("id").asText();
            JsonNode flow = child.get("/flows/" + id);
            flows.put(id, flow);
            flow.path("facts").forEach(fact -> count(id, fact));
        }
        for (JsonNode message : child.list("/sandbox/slack/messages")) {
            messages.merge(message.at("/metadata/event_payload/effect_key").asText(), 1, Integer::sum);
        }
        contacts = child.list("/sandbox/hubspot/contacts");
        deals = child.list("/sandbox/hubspot/deals");
    }

    public static Balance of(Child child) {
        return new Balance(child);
    }

    private void count(String id, JsonNode fact) {
        String key = id + "/" + fact.path("action").asText();
        if (fact.path("uncertain").asBoolean()) {
            marks.merge(key, 1, Integer::sum);
        }
        if (fact.toString().contains("\"AttemptLost\"")) {
            lost.add(key + " " + fact.path("attempt").asInt());
        }
    }

    public int flows() {
        return flows.size();
    }

    /** Messages that were posted, contacts and deals that stand. */
    public int effects() {
        return messages() + contacts.size() + deals.size();
    }

    public int messages() {
        return messages.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The effect keys under which more than one message was posted. */
    public List<String> repeated() {
        return messages.keySet().stream()
                .filter(key -> messages.get(key) > 1)
                .sorted()
                .toList();
    }

    /** Attempts whose outcome was called uncertain. */
    public int marks() {
        return marks.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The attempts of which the journal says that they were lost, as {@code flow/action attempt}. */
    public Set<String> lost() {
        return lost;
    }

    /** A sentence for each thing lost, done twice without a mark, or readied more than once. */
    public List<String> complaints(int requests) {
        var complaints = new ArrayList<String>();
        same(complaints, "flows", requests, flows.size());
        same(complaints, "emails of contacts", requests, distinct(contacts, "/properties/email"));
        same(complaints, "contacts", requests, contacts.size());
        same(complaints, "keys of deals", requests, distinct(deals, "/properties/caravan_key"));
        same(complaints, "deals", requests, deals.size());
        flows.forEach((id, flow) -> complain(complaints, id, flow));
        for (String key : messages.keySet()) {
            if (!flows.containsKey(key.substring(0, key.indexOf('/')))) {
                complaints.add("a message of no flow: " + key);
            }
        }
        return complaints;
    }

    private void complain(List<String> complaints, String id, JsonNode flow) {
        same(complaints, "status of " + id, "completed", flow.path("status").asText());
        for (String action : ACTIONS) {
            same(complaints, id + "/" + action + " readied", 1, facts(flow, "readied", action));
            same(complaints, id + "/" + action + " succeeded", 1, facts(flow, "succeeded", action));
        }
        for (String action : List.of("announcement", "deal-link")) {
            String key = id + "/" + action;
            int posted = messages.getOrDefault(key, 0);
            int allowed = 1 + marks.getOrDefault(key, 0);
            if (posted < 1 || posted > allowed) {
                complaints.add(key + " posted " + posted + " times, 1 to " + allowed + " allowed: " + flow);
            }
        }
    }

    private static int facts(JsonNode flow, String type, String action) {
        int found = 0;
        for (JsonNode fact : flow.path("facts")) {
            if (fact.path("type").asText().equals(type)
                    && fact.path("action").asText().equals(action)) {
                found++;
            }
        }
        return found;
    }

    private static long distinct(List<JsonNode> records, String pointer) {
        return records.stream()
                .map(each -> each.at(pointer).asText())
                .distinct()
                .count();
    }

    private static void same(List<String> complaints, String what, Object expected, Object found) {
        if (!expected.toString().equals(found.toString())) {
            complaints.add(what + ": " + found + " instead of " + expected);
        }
    }
}
