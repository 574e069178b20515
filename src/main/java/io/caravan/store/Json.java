package io.caravan.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;

/** Caravan's one way to read and write JSON: decimals kept exactly, at most 200 levels deep. */
public final class Json {
    /** Deepest nesting that is read. */
    public static final int DEEPEST = 200;

    private static final ObjectMapper MAPPER = mapper(StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxStringLength(20_000_000)
            .build());

    /** What was stored must be readable, whatever it is. */
    private static final ObjectMapper STORED = mapper(StreamReadConstraints.builder()
            .maxNestingDepth(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build());

    private static ObjectMapper mapper(StreamReadConstraints constraints) {
        return JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(constraints).build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    private Json() {}

    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** The text of a value that is known to be JSON. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException notJson) {
            throw new UncheckedIOException("not JSON: " + value.getClass().getName(), notJson);
        }
    }

    /** The tree of a text that Caravan itself wrote. */
    public static JsonNode tree(String json) {
        try {
            return STORED.readTree(json);
        } catch (JsonProcessingException damaged) {
            throw new UncheckedIOException("a stored text is no longer JSON", damaged);
        }
    }

    /** Maps, lists, text, numbers, booleans, null: a fresh copy at every call. */
    public static @org.jspecify.annotations.Nullable Object value(String json) {
        try {
            return STORED.readValue(json, Object.class);
        } catch (JsonProcessingException damaged) {
            throw new UncheckedIOException("a stored text is no longer JSON", damaged);
        }
    }
}
