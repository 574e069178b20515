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
import org.apache.camel.model.dataformat.JsonLibrary;
import org.apache.camel.processor.aggregate.jdbc.JdbcAggregationRepository;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * The diamond as a user of Camel makes it durable today: steps wait in a table that is polled, the join is an Aggregator whose
 * repository is in the database. Words are the database's address and the stub's port.
 */
public final class CamelJdbc extends RouteBuilder {
    private static final int LANES = 8;

    private static final String SCHEMA =
            """
            CREATE TABLE queue (
              id bigserial PRIMARY KEY, lane int NOT NULL, step text NOT NULL, flow int NOT NULL, body text NOT NULL);
            CREATE INDEX queue_lane ON queue (lane, id);
            CREATE TABLE aggregation (id varchar(255) PRIMARY KEY, exchange bytea NOT NULL, version bigint NOT NULL);
            CREATE TABLE aggregation_completed (id varchar(255) PRIMARY KEY, exchange bytea NOT NULL, version bigint NOT NULL);
            """;

    private static final String ENQUEUE_BRANCHES =
            "sql:INSERT INTO queue (lane, step, flow, body) VALUES (:#${body[first]}, 'a', :#${body[flow]}, :#${body[a]}),"
                    + " (:#${body[second]}, 'b', :#${body[flow]}, :#${body[b]})";

    private static final String ENQUEUE =
            "sql:INSERT INTO queue (lane, step, flow, body) VALUES (:#lane, :#next, :#flow, :#${body})";

    private static final String POLL =
            "sql:SELECT id, step, flow, body FROM queue WHERE lane = %d ORDER BY id LIMIT 100"
                    + "?onConsume=DELETE FROM queue WHERE id = :#id&delay=20&greedy=true";

    private final HikariDataSource pool;
    private final String stub;

    private CamelJdbc(HikariDataSource pool, String port) {
        this.pool = pool;
        this.stub = "vertx-http:http://127.0.0.1:" + port + "?httpMethod=POST";
    }

    public static void main(String[] words) throws Exception {
        HikariDataSource pool = Pool.of(words[0]);
        makeTables(pool);
        var camel = new DefaultCamelContext();
        camel.getRegistry().bind("pool", pool);
        camel.addRoutes(new CamelJdbc(pool, words[1]));
        camel.start();
        ProducerTemplate template = camel.createProducerTemplate();
        var callers = Executors.newCachedThreadPool();
        new Commands(flow ->
                        CompletableFuture.runAsync(() -> template.sendBody("direct:requests", request(flow)), callers))
                .obey();
    }

    private static void makeTables(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(SCHEMA);
        }
    }

    /** The branches of one flow go to two lanes, so that they run at the same time. */
    private static Map<String, Object> request(int flow) {
        return Map.of(
                "flow",
                flow,
                "first",
                2 * flow % LANES,
                "second",
                (2 * flow + 1) % LANES,
                "a",
                "{\"flow\":%d,\"name\":\"Ada Lovelace\"}".formatted(flow),
                "b",
                "{\"flow\":%d,\"email\":\"ada@example.org\"}".formatted(flow));
    }

    @Override
    public void configure() {
        from("direct:requests").to(ENQUEUE_BRANCHES + "?dataSource=#pool");
        for (int lane = 0; lane < LANES; lane++) {
            from(POLL.formatted(lane) + "&dataSource=#pool").to("direct:perform");
        }
        from("direct:perform")
                .setProperty("step", simple("${body[step]}"))
                .setProperty("flow", simple("${body[flow]}"))
                .setBody(simple("${body[body]}"))
                .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
                .setHeader(Exchange.HTTP_PATH, simple("/${exchangeProperty.step}"))
                .to(stub)
                .removeHeaders("*")
                .unmarshal()
                .json(JsonLibrary.Jackson, Map.class)
                .choice()
                .when(simple("${exchangeProperty.step} in 'a,b'"))
                .to("direct:join")
                .when(simple("${exchangeProperty.step} == 'c'"))
                .setBody(simple("{\"flow\":${exchangeProperty.flow},\"c\":\"${body[id]}\"}"))
                .setHeader("next", constant("d"))
                .setHeader("flow", simple("${exchangeProperty.flow}", Integer.class))
                .to("direct:enqueue");
        from("direct:join")
                .setBody(exchange -> JoinedIds.first(exchange, exchange.getProperty("step", String.class)))
                .aggregate(exchangeProperty("flow"), new JoinedIds())
                .aggregationRepository(repository())
                .completionSize(2)
                .setHeader("next", constant("c"))
                .setHeader("flow", simple("${exchangeProperty.CamelAggregatedCorrelationKey}", Integer.class))
                .setBody(simple("{\"flow\":${header.flow},\"a\":\"${body[a]}\",\"b\":\"${body[b]}\"}"))
                .to("direct:enqueue");
        from("direct:enqueue").process(CamelJdbc::chooseLane).to(ENQUEUE + "?dataSource=#pool");
    }

    /** c goes to the lane of b, d to that of a: each lane has as much to do. */
    private static void chooseLane(Exchange exchange) {
        int flow = exchange.getMessage().getHeader("flow", Integer.class);
        boolean last = exchange.getMessage().getHeader("next", String.class).equals("d");
        exchange.getMessage().setHeader("lane", (last ? 2 * flow : 2 * flow + 1) % LANES);
    }

    private JdbcAggregationRepository repository() {
        return new JdbcAggregationRepository(new DataSourceTransactionManager(pool), "aggregation", pool);
    }
}
