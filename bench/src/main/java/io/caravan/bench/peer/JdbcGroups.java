package io.caravan.bench.peer;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.processor.aggregate.jdbc.JdbcAggregationRepository;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** Camel's aggregator on its JDBC repository. Words are the database's address, the number of keys, and {@code optimistic} or {@code locking}. */
public final class JdbcGroups extends RouteBuilder {
    private static final String SCHEMA =
            """
            CREATE TABLE aggregation (id varchar(255) PRIMARY KEY, exchange bytea NOT NULL, version bigint NOT NULL);
            CREATE TABLE aggregation_completed (id varchar(255) PRIMARY KEY, exchange bytea NOT NULL, version bigint NOT NULL);
            """;

    private final HikariDataSource pool;
    private final boolean optimistic;

    private JdbcGroups(HikariDataSource pool, boolean optimistic) {
        this.pool = pool;
        this.optimistic = optimistic;
    }

    public static void main(String[] words) throws Exception {
        HikariDataSource pool = Pool.of(words[0]);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(SCHEMA);
        } catch (SQLException refused) {
            throw new IllegalStateException("no tables", refused);
        }
        int keys = Integer.parseInt(words[1]);
        var camel = new DefaultCamelContext();
        camel.addRoutes(new JdbcGroups(pool, words[2].equals("optimistic")));
        camel.start();
        ProducerTemplate template = camel.createProducerTemplate();
        var callers = Executors.newCachedThreadPool();
        new Commands(message -> CompletableFuture.runAsync(
                        () -> template.sendBodyAndHeaders(
                                "direct:gathering",
                                "{\"message\":%d,\"name\":\"Ada Lovelace\"}".formatted(message),
                                Map.of("key", message % keys)),
                        callers))
                .obey();
    }

    @Override
    public void configure() {
        AggregateDefinition gathering = from("direct:gathering")
                .aggregate(header("key"), JdbcGroups::join)
                .aggregationRepository(
                        new JdbcAggregationRepository(new DataSourceTransactionManager(pool), "aggregation", pool))
                .completionSize(10)
                .parallelProcessing();
        (optimistic ? gathering.optimisticLocking() : gathering).setBody(body());
    }

    /** In the body, as the repository keeps no properties. */
    private static Exchange join(Exchange old, Exchange message) {
        if (old == null) {
            return message;
        }
        old.getMessage()
                .setBody(old.getMessage().getBody(String.class) + ","
                        + message.getMessage().getBody(String.class));
        return old;
    }
}
