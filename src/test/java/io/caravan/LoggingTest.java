package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.store.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The log's two forms, and what its entries are marked with. */
class LoggingTest {
    private static final String ROUTES =
            """
            - route:
                id: greet
                from:
                  uri: flow:greet
                  parameters: { event: came }
                  steps:
                    - log: came
            - route:
                id: greet.hello
                from:
                  uri: flow:greet/hello
                  steps:
                    - log: { message: said hello, logName: said }
                    - throwException: { exceptionType: java.lang.IllegalStateException, message: no }
            """;

    /** What Caravan's own logging writes of one entry. */
    private static String written(String format) {
        var written = new ByteArrayOutputStream();
        PrintStream out = System.out;
        System.setProperty("caravan.log.format", format);
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            var context = new LoggerContext();
            var marks = new LogbackMDCAdapter();
            marks.put("flow", "f1");
            context.setMDCAdapter(marks);
            new Logging().configure(context);
            context.getLogger("some.Name").warn("it is {}\nso", "late");
            context.stop();
        } finally {
            System.setOut(out);
            System.clearProperty("caravan.log.format");
        }
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void as_json_an_entry_is_one_line_with_its_marks() {
        String line = written("json");
        assertEquals(1, line.lines().count(), line);
        JsonNode entry = Json.tree(line);
        assertEquals("WARN", entry.path("level").asText());
        assertEquals("some.Name", entry.path("loggerName").asText());
        assertEquals("it is late\nso", entry.path("formattedMessage").asText());
        assertEquals("f1", entry.path("mdc").path("flow").asText(), line);
    }

    @Test
    void as_text_it_reads() {
        String line = written("text");
        assertTrue(line.matches("(?s)\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z WARN +Name +it is late\nso\n"), line);
    }

    @Test
    void what_an_attempt_logs_is_marked_with_its_flow_and_action(@TempDir Path folder) throws IOException {
        var marks = new ConcurrentHashMap<String, Map<String, String>>();
        var kept = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                marks.putIfAbsent(event.getLoggerName(), Map.copyOf(event.getMDCPropertyMap()));
            }
        };
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        kept.start();
        root.addAppender(kept);
        try (var caravan =
                RunningCaravan.start(folder, ROUTES, Map.of("caravan.redelivery.maximum-redeliveries", "0"))) {
            String flow = caravan.flow("came", "{}", "failed").path("id").asText();
            var expected = Map.of("flow", flow, "definition", "greet", "action", "hello");
            assertEquals(expected, marks.get("said"));
            assertEquals(expected, marks.get("io.caravan.dispatch.Settling"));
            assertEquals(Map.of(), marks.get("greet"));
        } finally {
            root.detachAppender(kept);
        }
    }
}
