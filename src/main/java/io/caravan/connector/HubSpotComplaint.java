package io.caravan.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What HubSpot's errors say in their optional fields: the body of a refusal, or the error of one row. */
final class HubSpotComplaint {
    private static final String TAKEN = "CONFLICTING_UNIQUE_VALUE";

    private HubSpotComplaint() {}

    /** Whether another record holds a value that may be held once. */
    static boolean isTaken(JsonNode complaint) {
        return details(complaint)
                .anyMatch(detail -> detail.path("code").asText().equals(TAKEN));
    }

    /** Whether the value that is taken is that of another property than the one that names the record. */
    static boolean isTakenElsewhere(JsonNode complaint, String uniqueProperty) {
        return details(complaint)
                .filter(detail -> detail.path("code").asText().equals(TAKEN))
                .anyMatch(detail -> {
                    List<String> names = properties(detail);
                    return !names.isEmpty() && !names.contains(uniqueProperty);
                });
    }

    /** A sentence for people: what HubSpot says, of which it is about, and the number under which it finds the call. */
    static String sentence(String start, JsonNode complaint) {
        String message = complaint.path("message").asText();
        String detail = complaint.path("errors").path(0).path("message").asText();
        String scopes = details(complaint)
                .flatMap(each -> texts(each.path("context").path("requiredGranularScopes")))
                .collect(Collectors.joining(", "));
        String correlation = complaint.path("correlationId").asText();
        return start
                + (message.isBlank() ? "" : ": " + message)
                + (detail.isBlank() || message.contains(detail) ? "" : " (" + detail + ")")
                + (scopes.isBlank() ? "" : " needed: " + scopes)
                + (correlation.isBlank() ? "" : " [correlation " + correlation + "]");
    }

    private static List<String> properties(JsonNode detail) {
        return Stream.concat(
                        Stream.of(detail.path("in").asText()),
                        texts(detail.path("context").path("propertyName")))
                .filter(name -> !name.isBlank())
                .toList();
    }

    private static Stream<JsonNode> details(JsonNode complaint) {
        return StreamSupport.stream(complaint.path("errors").spliterator(), false);
    }

    private static Stream<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText);
    }
}
