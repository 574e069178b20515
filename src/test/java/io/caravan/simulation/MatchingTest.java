package io.caravan.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.caravan.store.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    {"a":1}         | {"a":1,"b":2}   | true
                    {"a":1}         | {"a":2}         | false
                    {"a":1}         | {}              | false
                    {"a":null}      | {}              | false
                    {"a":null}      | {"a":null}      | true
                    1               | 1.0             | true
                    1               | "1"             | false
                    [1,{"a":1}]     | [1,{"a":1,"b":2}] | true
                    [1]             | [1,2]           | false
                    [2]             | [1]             | false
                    {"a":1}         | [1]             | false
                    [1]             | 1               | false
                    "x"             | "x"             | true
                    """)
    void only_what_is_named_counts(String expected, String actual, boolean matches) {
        assertEquals(matches, Matching.matches(Json.tree(expected), Json.tree(actual)));
    }
}
