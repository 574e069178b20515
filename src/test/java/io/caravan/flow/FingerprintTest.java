package io.caravan.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which dead letters are one incident. */
class FingerprintTest {
    private static String of(String message) {
        return Fingerprint.of("f", "a", new Failure("Wrong", message));
    }

    @ParameterizedTest
    @CsvSource({
        "HubSpot 400: contact 17 is unknown,HubSpot 401: contact 4711 is unknown",
        "\"no \"\"Ann\"\" here\",\"no \"\"Bob\"\" here\"",
        "no such user ann@example.org,no such user bob@example.com",
        "lost 018f3c1e-7d2a-7bb0-8000-1234567890ab,lost 018f3c1e-9999-7bb0-8000-000000000001",
        "cannot read https://a.example/x,cannot read http://b.example/y/z?q=1",
        "channel C024BE91L is archived,channel C0123 is archived"
    })
    void messages_that_differ_in_their_values_only_are_one_incident(String one, String other) {
        assertEquals(of(one), of(other));
    }

    @Test
    void another_sentence_type_action_or_definition_is_another_incident() {
        String incident = of("not found");
        assertNotEquals(incident, of("not allowed"));
        assertNotEquals(incident, Fingerprint.of("f", "a", new Failure("Other", "not found")));
        assertNotEquals(incident, Fingerprint.of("f", "b", new Failure("Wrong", "not found")));
        assertNotEquals(incident, Fingerprint.of("g", "a", new Failure("Wrong", "not found")));
    }
}
