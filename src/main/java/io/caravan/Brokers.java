package io.caravan;

import io.caravan.flow.Event;
import io.caravan.intake.Entrance;
import io.caravan.intake.KafkaClients;
import io.caravan.intake.KafkaEvents;
import io.caravan.intake.KafkaOffsets;
import io.caravan.intake.KafkaRefusals;
import io.caravan.intake.KafkaTopic;
import io.caravan.intake.RabbitMqConnections;
import io.caravan.intake.RabbitMqEvents;
import io.caravan.intake.RabbitMqMessages;
import io.caravan.intake.Stopping;
import io.caravan.store.ConfigurationRefused;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

/** Kafka and RabbitMQ, as far as they are configured; of what is not, no class is loaded. */
final class Brokers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Brokers.class);
    private static final String KAFKA = "caravan.kafka.brokers";
    private static final String REQUESTS = "caravan.action-items.topic";
    private static final String RABBITMQ = "caravan.rabbitmq.uri";
    private static final String QUEUE = "caravan.rabbitmq.queue";
    private static final Pattern ADDRESSES = Pattern.compile("[^\\s,/@]+:\\d{1,5}(\\s*,\\s*[^\\s,/@]+:\\d{1,5})*");

    /** Given to each route from a broker to end what it has begun. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(2);

    private final Settings settings;
    private final Stopping stopping = new Stopping();
    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Supplier<Map<String, Object>> refused = Map::of;
    private final CompletableFuture<Function<Event, CompletableFuture<Void>>> requests = new CompletableFuture<>();
    private Optional<CachingConnectionFactory> connections = Optional.empty();

    Brokers(Settings settings, CompletableFuture<Entrance> entrance) {
        this.settings = settings;
        if (isOn(KAFKA)) {
            beans.put("kafka-events", new KafkaEvents(entrance, stopping));
            beans.put("kafka-offsets", new KafkaOffsets());
            var refusals = new KafkaRefusals();
            beans.put("kafka-clients", new KafkaClients(refusals, stopping));
            refused = refusals::all;
        }
        if (isOn(RABBITMQ)) {
            var events = new RabbitMqEvents(entrance, stopping);
            open.add(events);
            beans.put("rabbitmq-events", events);
            beans.put("rabbitmq-messages", new RabbitMqMessages());
            beans.put("rabbitmq-listeners", new RabbitMqConnections.Listeners());
        }
    }

    private boolean isOn(String name) {
        return !settings.text(name).isEmpty();
    }

    private String isOn(String address, String from) {
        return Boolean.toString(isOn(address) && isOn(from));
    }

    static void check(Settings settings) {
        String kafka = settings.text(KAFKA);
        if (!kafka.isEmpty() && !ADDRESSES.matcher(kafka).matches()) {
            throw new ConfigurationRefused(
                    KAFKA + " must be addresses like kafka-1:9092,kafka-2:9092, not '" + kafka + "'.");
        }
        String rabbit = settings.text(RABBITMQ);
        if (!rabbit.isEmpty() && !isAmqp(rabbit)) {
            // the value may hold a password
            throw new ConfigurationRefused(
                    RABBITMQ + " must be an address like amqp://user:password@rabbitmq:5672/vhost"
                            + " (amqps: with TLS); special characters of a password are written like %40.");
        }
    }

    private static boolean isAmqp(String uri) {
        try {
            var address = new URI(uri);
            return address.getHost() != null && List.of("amqp", "amqps").contains(address.getScheme());
        } catch (URISyntaxException notAnAddress) {
            return false;
        }
    }

    /** What the routes name: steps, converters. */
    Map<String, Object> beans() {
        return beans;
    }

    /** Whether the shipped routes from brokers are wanted; and what of Camel's own components is set when nobody has set it. */
    void complete(Properties properties) {
        properties.setProperty("caravan.kafka.intake", isOn(KAFKA, "caravan.kafka.topics"));
        properties.setProperty("caravan.action-items.intake", isOn(KAFKA, REQUESTS));
        properties.setProperty("caravan.rabbitmq.intake", isOn(RABBITMQ, QUEUE));
        if (isOn(KAFKA)) {
            properties.putIfAbsent("camel.component.kafka.brokers", settings.text(KAFKA));
            properties.putIfAbsent("camel.component.kafka.kafka-client-factory", "#kafka-clients");
        }
        if (isOn(RABBITMQ)) {
            properties.putIfAbsent("camel.component.spring-rabbitmq.listener-container-factory", "#rabbitmq-listeners");
            properties.putIfAbsent("camel.component.spring-rabbitmq.connection-factory", "#rabbitmq-connections");
        }
    }

    /** Makes the connections that routes to and from {@code spring-rabbitmq:} use, before the context is initialised. */
    void connect(Main camel) {
        if (isOn(RABBITMQ)) {
            var made = RabbitMqConnections.to(
                    settings.text(RABBITMQ), settings.text(QUEUE), () -> tls(camel.getCamelContext()));
            camel.bind("rabbitmq-connections", made);
            open.add(made::destroy);
            connections = Optional.of(made);
        }
    }

    /** To be called before routes are loaded. */
    void guard(CamelContext context) {
        if (isOn(KAFKA) && isOn(REQUESTS)) {
            var topic = new KafkaTopic(context, settings.text(REQUESTS));
            open.add(topic);
            requests.complete(topic::keep);
        }
        if (isOn(RABBITMQ)) { // a lambda here would load the client even when it is off
            RabbitMqConnections.confirm(context, connections.orElseThrow());
        }
    }

    private static SSLContext tls(CamelContext context) throws Exception {
        return context.getSSLContextParameters() == null
                ? SSLContext.getDefault()
                : context.getSSLContextParameters().createSSLContext(context);
    }

    /** Who is not let in by a broker, and what it says. */
    Map<String, Object> refused() {
        return refused.get();
    }

    /** The topic in front of action items, if there is one. */
    Optional<Function<Event, CompletableFuture<Void>>> requests() {
        return isOn(KAFKA) && isOn(REQUESTS)
                ? Optional.of(event -> requests.thenCompose(keeping -> keeping.apply(event)))
                : Optional.empty();
    }

    /** Takes nothing any more, and lets go of the queues and topics; what has been stored is acknowledged first. */
    void stopTaking(@Nullable CamelContext context) {
        if (beans.isEmpty() || context == null) {
            return;
        }
        stopping.begin();
        close(open.stream().filter(RabbitMqEvents.class::isInstance).toList());
        for (Route route : context.getRoutes()) {
            String uri = route.getEndpoint().getEndpointUri();
            if (uri.startsWith("kafka:") || uri.startsWith("spring-rabbitmq:")) {
                stop(context, route.getRouteId());
            }
        }
    }

    private static void stop(CamelContext context, String route) {
        try {
            context.getRouteController().stopRoute(route, LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception goesOn) {
            LOG.warn("route {} could not be stopped before the others: {}", route, goesOn.getMessage());
        }
    }

    private static void close(List<? extends AutoCloseable> all) {
        for (AutoCloseable each : all) {
            try {
                each.close();
            } catch (Exception notClosed) {
                LOG.warn("a broker could not be left: {}", notClosed.getMessage());
            }
        }
    }

    /** To be called when no route is left. */
    @Override
    public void close() {
        stopping.begin();
        close(open);
    }
}
