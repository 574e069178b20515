package io.caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * Makes the unique property by which Caravan finds its records in a portal again, once; a repeat finds it and changes
 * nothing.
 */
public final class HubSpotSetup {
    /** Its name in HubSpot. */
    public static final String KEY = "caravan_key";

    /** The kinds of record that the kamelets find by it. */
    public static final List<String> KINDS = List.of("deals", "companies", "notes");

    private final HubSpotPortal portal;
    private final Consumer<String> out;

    public HubSpotSetup(HubSpotPortal portal, Consumer<String> out) {
        this.portal = portal;
        this.out = out;
    }

    /** Tells what it finds and does, a line each; whether all of these kinds can be used now. */
    public boolean run(List<String> kinds) {
        out.accept(account());
        boolean all = true;
        for (String kind : kinds) {
            all &= prepare(kind);
        }
        return all;
    }

    private String account() {
        Answer answer = portal.get(portal.paths().account());
        Verdict verdict = HubSpotPortal.verdict(answer);
        if (verdict.meaning() == Meaning.REJECTED || verdict.meaning() == Meaning.ABSENT) {
            return "portal: HubSpot does not tell which.";
        }
        HubSpotAccount account = HubSpotAccount.of(demand(verdict, answer));
        return "portal: " + account.portal() + " (" + account.uiDomain() + ", "
                + account.zone().map(zone -> "days of " + zone).orElse("time zone not told") + ")";
    }

    private boolean prepare(String kind) {
        Optional<JsonNode> found = find(kind);
        return found.isPresent() ? tell(kind, found.get(), "is there") : make(kind);
    }

    private Optional<JsonNode> find(String kind) {
        Answer answer = portal.get(portal.paths().properties(kind) + "/" + KEY);
        Verdict verdict = HubSpotPortal.verdict(answer);
        return verdict.meaning() == Meaning.ABSENT ? Optional.empty() : Optional.of(demand(verdict, answer));
    }

    private boolean make(String kind) {
        Answer answer = portal.post(portal.paths().properties(kind), property(group(kind)));
        Verdict verdict = HubSpotPortal.verdict(answer);
        return switch (verdict.meaning()) {
            case ACCEPTED -> tell(kind, demand(verdict, answer), "was made");
            case ALREADY_EXISTS -> raced(kind, verdict);
            case REJECTED -> {
                if (answer.status() == 403) {
                    throw SetupStopped.by(verdict);
                }
                out.accept(kind + ": HubSpot refuses the property: "
                        + verdict.failure().message() + ". The kamelets of " + kind
                        + " cannot be used with this portal.");
                yield false;
            }
            case ALREADY_DONE, PARTIAL, ABSENT, NOT_PROCESSED, NOT_PROCESSED_LONG, AMBIGUOUS, UNKNOWN_CODE, AUTH ->
                throw SetupStopped.by(verdict);
        };
    }

    /** Somebody else has made it meanwhile, or an archived property holds the name. */
    private boolean raced(String kind, Verdict verdict) {
        Optional<JsonNode> found = find(kind);
        if (found.isPresent()) {
            return tell(kind, found.get(), "is there");
        }
        out.accept(kind + ": " + verdict.failure().message() + ", but it is not among the properties in use; restore or"
                + " delete the archived property " + KEY + " in HubSpot's settings, then run this again.");
        return false;
    }

    private boolean tell(String kind, JsonNode property, String state) {
        if (property.path("hasUniqueValue").asBoolean()) {
            out.accept(kind + ": " + KEY + " " + state + ", its values are unique.");
            return true;
        }
        out.accept(kind + ": " + KEY + " " + state
                + ", but its values are not unique, and HubSpot makes them so at creation"
                + " only; archive and delete it in HubSpot's settings, then run this again.");
        return false;
    }

    /** HubSpot's own group of such records where it has its usual name, else the first. */
    private String group(String kind) {
        Answer answer = portal.get(portal.paths().properties(kind) + "/groups");
        List<String> names = StreamSupport.stream(
                        demand(HubSpotPortal.verdict(answer), answer)
                                .path("results")
                                .spliterator(),
                        false)
                .map(group -> group.path("name").asText())
                .filter(name -> !name.isBlank())
                .toList();
        return names.stream()
                .filter(name -> name.endsWith("information"))
                .findFirst()
                .or(() -> names.stream().findFirst())
                .orElse(kind + "information");
    }

    private static String property(String group) {
        return new ObjectMapper()
                .createObjectNode()
                .put("name", KEY)
                .put("label", "Caravan key")
                .put("description", "Written by Caravan, which finds its records by it; not to be edited.")
                .put("groupName", group)
                .put("type", "string")
                .put("fieldType", "text")
                .put("formField", false)
                .put("hasUniqueValue", true)
                .toString();
    }

    private static JsonNode demand(Verdict verdict, Answer answer) {
        if (verdict.meaning() != Meaning.ACCEPTED) {
            throw SetupStopped.by(verdict);
        }
        return answer.json().orElseThrow();
    }
}
