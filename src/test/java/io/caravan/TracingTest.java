package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.crash.Child;
import io.caravan.store.ConfigurationRefused;
import io.caravan.watch.trace.Collector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not traced does not pay for it; what cannot be used is refused with a sentence. */
class TracingTest {
    private static final String REQUESTED =
            """
            {"type":"schedule.requested","data":{"requestId":"r1","email":"ada@example.org","name":"Ada",
             "when":"2026-12-01T10:00:00Z"}}
            """;

    @ParameterizedTest
    @CsvSource({"'',false", "http://127.0.0.1:9,true"})
    void opentelemetry_is_loaded_only_where_there_is_a_collector(
            String endpoint, boolean loaded, @TempDir Path folder) {
        String property = "caravan.tracing.endpoint=" + endpoint;
        try (Child child = Child.as(LoadedClasses.class, List.of("io.opentelemetry."), folder, property)) {
            child.standing();
            assertEquals(202, child.post("/events", REQUESTED).join().statusCode());
            child.awaitCompleted(1);
            child.signal("TERM");
            Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> !child.lines("loaded: ")
                    .isEmpty());
            assertEquals(List.of("loaded: " + loaded), child.lines("loaded: "));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "otel.exporter.otlp.protocol,grpc,OTEL_EXPORTER_OTLP_PROTOCOL",
        "otel.exporter.otlp.protocol,nonsense,nonsense",
        "otel.bsp.schedule.delay,soon,otel.bsp.schedule.delay"
    })
    void what_opentelemetry_is_told_wrongly_is_refused_with_a_sentence(String name, String value, String word) {
        System.setProperty(name, value);
        try {
            String sentence = assertThrows(ConfigurationRefused.class, () -> Collector.at("http://127.0.0.1:9"))
                    .getMessage();
            assertTrue(sentence.contains("OTEL_") && sentence.contains(word), sentence);
        } finally {
            System.clearProperty(name);
        }
    }
}
