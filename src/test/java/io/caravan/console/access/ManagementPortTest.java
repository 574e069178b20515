package io.caravan.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may what on the management port. */
class ManagementPortTest {
    @ParameterizedTest
    @CsvSource({
        "GET,/observe/health,",
        "GET,/observe/health/live,",
        "HEAD,/observe/health/ready,",
        "POST,/observe/health,OPERATOR",
        "GET,/observe/healthy,VIEWER",
        "GET,/observe/metrics,VIEWER",
        "POST,/observe/metrics,OPERATOR",
        "GET,/observe/jolokia,OPERATOR",
        "GET,/observe/jolokia/read/x,OPERATOR",
        "POST,/observe/jolokia,OPERATOR",
        "GET,/,VIEWER",
        "GET,/nothing,VIEWER",
        "DELETE,/nothing,OPERATOR"
    })
    void health_is_for_everybody_and_all_else_for_those_who_are_known(String method, String path, Role needed) {
        assertEquals(Optional.ofNullable(needed), Port.MANAGEMENT.need(HttpMethod.valueOf(method), path));
    }
}
