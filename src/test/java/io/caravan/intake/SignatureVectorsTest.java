package io.caravan.intake;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.store.Json;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures as Slack and HubSpot make them, of which one is from Slack's own documentation. */
class SignatureVectorsTest {
    private static final Path FOLDER = Path.of("src/test/resources/specs");

    private static Stream<JsonNode> vectors(String file, String field) throws IOException {
        JsonNode vectors = Json.tree(Files.readString(FOLDER.resolve(file))).path(field);
        return StreamSupport.stream(vectors.spliterator(), false);
    }

    static Stream<JsonNode> slack() throws IOException {
        return vectors("slack/_signature_vectors.json", "vectors");
    }

    static Stream<JsonNode> hubspot() throws IOException {
        return vectors("hubspot/_signature_vectors.json", "v3");
    }

    private static Instant at(JsonNode vector) {
        return vector.has("timestamp")
                ? Instant.ofEpochSecond(vector.path("timestamp").asLong())
                : Instant.ofEpochMilli(vector.path("timestamp_ms").asLong());
    }

    private static SignedCall slackCall(JsonNode vector, String body, String signature) {
        return new SignedCall(
                "POST",
                "",
                MultiMap.caseInsensitiveMultiMap()
                        .add("X-Slack-Signature", signature)
                        .add(
                                "X-Slack-Request-Timestamp",
                                vector.path("timestamp").asText()),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isSlacks(JsonNode vector, String body, String signature, Instant now) {
        return new SlackCalls()
                .hasSigned(
                        slackCall(vector, body, signature),
                        vector.path("signing_secret").asText(),
                        now);
    }

    @ParameterizedTest
    @MethodSource("slack")
    void what_slack_has_signed_is_known_and_nothing_else(JsonNode vector) {
        String body = vector.path("body").asText();
        String signature = vector.path("signature").asText();
        Instant at = at(vector);
        assertTrue(isSlacks(vector, body, signature, at));
        assertFalse(isSlacks(vector, body + " ", signature, at));
        assertFalse(isSlacks(vector, body, signature.substring(3), at));
        assertFalse(isSlacks(vector, body, signature.replace('a', 'b'), at));
        assertFalse(isSlacks(vector, body, "", at));
        assertFalse(new SlackCalls().hasSigned(slackCall(vector, body, signature), "another secret", at));
    }

    @ParameterizedTest
    @CsvSource({"-301,false", "-300,true", "0,true", "300,true", "301,false"})
    void slacks_signature_holds_for_five_minutes_on_both_sides(int seconds, boolean holds) throws IOException {
        JsonNode vector = slack().findFirst().orElseThrow();
        assertTrue(holds
                == isSlacks(
                        vector,
                        vector.path("body").asText(),
                        vector.path("signature").asText(),
                        at(vector).plusSeconds(seconds)));
    }

    private static SignedCall hubspotCall(JsonNode vector, String uri) {
        return new SignedCall(
                vector.path("method").asText(),
                uri,
                MultiMap.caseInsensitiveMultiMap()
                        .add(
                                "X-HubSpot-Signature-v3",
                                vector.path("X-HubSpot-Signature-v3").asText())
                        .add(
                                "X-HubSpot-Request-Timestamp",
                                vector.path("timestamp_ms").asText()),
                vector.path("body").asText().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isHubSpots(JsonNode vector, Optional<String> address, String uri, Instant now) {
        return new HubSpotCalls(address)
                .hasSigned(
                        hubspotCall(vector, uri), vector.path("client_secret").asText(), now);
    }

    @ParameterizedTest
    @MethodSource("hubspot")
    void what_hubspot_has_signed_is_known_and_nothing_else(JsonNode vector) {
        String uri = vector.path("uri").asText();
        Instant at = at(vector);
        assertTrue(isHubSpots(vector, Optional.empty(), uri, at));
        assertFalse(isHubSpots(vector, Optional.empty(), uri + "/", at));
        assertTrue(isHubSpots(vector, Optional.empty(), uri, at.plus(Duration.ofMillis(300_000))));
        assertFalse(isHubSpots(vector, Optional.empty(), uri, at.plus(Duration.ofMillis(300_001))));
        assertFalse(isHubSpots(vector, Optional.empty(), uri, at.minus(Duration.ofMillis(300_001))));
        assertFalse(new HubSpotCalls(Optional.empty()).hasSigned(hubspotCall(vector, uri), "another secret", at));
    }

    @ParameterizedTest
    @MethodSource("hubspot")
    void behind_a_proxy_the_public_address_counts_and_the_query_of_the_request(JsonNode vector) {
        String[] parts = vector.path("uri").asText().split("(?=\\?)", 2);
        String inside = "http://10.0.0.7:8080/webhooks/hubspot" + (parts.length < 2 ? "" : parts[1]);
        assertFalse(isHubSpots(vector, Optional.empty(), inside, at(vector)));
        assertTrue(isHubSpots(vector, Optional.of(parts[0]), inside, at(vector)));
    }

    /** The signature is that of the address with the decoded characters. */
    @Test
    void of_an_encoded_address_certain_characters_are_decoded_and_others_are_not() throws IOException {
        JsonNode vector = hubspot().skip(1).findFirst().orElseThrow();
        String uri = vector.path("uri").asText();
        assertTrue(uri.endsWith("/hooks/hubspot?tenant=a"), uri);
        assertTrue(isHubSpots(vector, Optional.empty(), uri.replace("/hooks/", "%2Fhooks%2f"), at(vector)));
        assertTrue(isHubSpots(vector, Optional.empty(), uri.replace("?", "%3F"), at(vector)));
        assertFalse(isHubSpots(vector, Optional.empty(), uri.replace("=a", "=%61"), at(vector)));
    }
}
