package io.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.store.ConfigurationRefused;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two Caravans on one machine, and one whose management port somebody has chosen. */
class ManagementPortTest {
    private static final int SHIPPED = 9876;

    private final Vertx vertx = Vertx.vertx();
    private final ServerSocket other = new ServerSocket();

    ManagementPortTest() throws IOException {}

    /** Somebody else may have it already: who does not matter. */
    @BeforeEach
    void take() throws IOException {
        try {
            other.bind(new InetSocketAddress("127.0.0.1", SHIPPED));
        } catch (IOException already) {
            other.close();
        }
    }

    @AfterEach
    void close() throws IOException {
        other.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int listen(Map<String, String> environment) throws IOException {
        Settings settings = Settings.load(environment, new Properties());
        try (var context = new DefaultCamelContext()) {
            return ManagementPort.listen(settings, vertx, Router.router(vertx), context);
        }
    }

    @Test
    void the_shipped_port_gives_way_to_the_next_free_one() throws IOException {
        int port = listen(Map.of());
        assertTrue(port > SHIPPED && port <= SHIPPED + 100, () -> "it is " + port);
        new Socket("127.0.0.1", port).close();
    }

    @Test
    void a_chosen_port_does_not_give_way_even_if_it_is_the_shipped_one() throws IOException {
        String sentence = assertThrows(
                        ConfigurationRefused.class, () -> listen(Map.of("CAMEL_MANAGEMENT_PORT", "" + SHIPPED)))
                .getMessage();
        assertTrue(sentence.startsWith("camel.management.port 9876 cannot be used ("), sentence);
    }

    @Test
    void a_chosen_port_is_used() throws IOException {
        int free = FreePort.next();
        assertEquals(free, listen(Map.of("CAMEL_MANAGEMENT_PORT", Integer.toString(free))));
    }

    /** The whole of 127.0.0.0/8 is this machine's: what answers at its second address listens not at the first one only. */
    @Test
    void without_a_host_it_listens_at_every_address() throws IOException {
        String free = Integer.toString(FreePort.next());
        int port = listen(Map.of("CAMEL_MANAGEMENT_HOST", "", "CAMEL_MANAGEMENT_PORT", free));
        new Socket("127.0.0.2", port).close();
    }

    @Test
    void with_a_host_it_listens_there_only() throws IOException {
        String free = Integer.toString(FreePort.next());
        int port = listen(Map.of("CAMEL_MANAGEMENT_PORT", free));
        assertThrows(ConnectException.class, () -> new Socket("127.0.0.2", port).close());
    }
}
