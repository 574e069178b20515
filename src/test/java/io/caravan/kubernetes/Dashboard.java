package io.caravan.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A dashboard of Grafana. */
record Dashboard(JsonNode text) {
    /** One query of a panel. */
    record Target(String panel, String expr, String legend) {}

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true)
            .build();

    static Dashboard in(Path file) throws JsonProcessingException {
        return new Dashboard(STRICT.readTree(Yaml.text(file)));
    }

    /** All that is drawn; the headings of rows are no part of it. */
    List<JsonNode> panels() {
        return stream(text.path("panels"))
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    List<Target> targets() {
        return panels().stream()
                .flatMap(panel -> stream(panel.path("targets"))
                        .map(target -> new Target(
                                panel.path("title").asText(),
                                target.path("expr").asText(),
                                target.path("legendFormat").asText())))
                .toList();
    }

    List<JsonNode> variables() {
        return stream(text.at("/templating/list")).toList();
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
