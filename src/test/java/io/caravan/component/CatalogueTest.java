package io.caravan.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The generated catalogue of our schemes, which editors and Camel's own tools read. */
class CatalogueTest {
    private static JsonNode catalogue(String scheme) throws IOException {
        try (InputStream file =
                FlowEndpoint.class.getResourceAsStream("/META-INF/io/caravan/component/" + scheme + ".json")) {
            assertNotNull(file, scheme + ".json is not in the build");
            return Json.mapper().readTree(file);
        }
    }

    @Test
    void the_catalogue_names_every_option_that_a_flow_route_may_have() throws IOException {
        var named = new TreeSet<String>();
        catalogue("flow").path("properties").fieldNames().forEachRemaining(named::add);
        named.removeAll(Set.of("bridgeErrorHandler", "exceptionHandler", "exchangePattern", "lazyStartProducer"));
        assertEquals(new TreeSet<>(new FlowParameters().propertyNames()), named);
    }

    @Test
    void every_option_is_explained() throws IOException {
        for (var option : catalogue("flow").path("properties").properties()) {
            assertNotNull(option.getValue().get("description"), option.getKey() + " is not explained");
        }
    }

    @Test
    void events_are_in_the_catalogue_as_something_to_send_to() throws IOException {
        assertEquals(
                true, catalogue("event").path("component").path("producerOnly").asBoolean());
    }
}
