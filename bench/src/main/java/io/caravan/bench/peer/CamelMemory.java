package io.caravan.bench.peer;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.dataformat.JsonLibrary;

/** The diamond in Camel's memory, not durable: what Camel itself can do. Its word is the stub's port. */
public final class CamelMemory extends RouteBuilder {
    private static final String REQUESTS = "seda:requests?size=20000&blockWhenFull=true";

    private final String stub;

    private CamelMemory(String port) {
        this.stub = "vertx-http:http://127.0.0.1:" + port;
    }

    public static void main(String[] words) throws Exception {
        var camel = new DefaultCamelContext();
        camel.addRoutes(new CamelMemory(words[0]));
        camel.start();
        obey(camel.createProducerTemplate());
    }

    private static void obey(ProducerTemplate template) throws IOException {
        var callers = Executors.newCachedThreadPool();
        new Commands(flow -> CompletableFuture.runAsync(() -> template.sendBody(REQUESTS, request(flow)), callers))
                .obey();
    }

    private static Map<String, Object> request(int flow) {
        return Map.of("flow", flow, "name", "Ada Lovelace", "email", "ada@example.org");
    }

    @Override
    public void configure() {
        from(REQUESTS + "&concurrentConsumers=8")
                .setProperty("flow", simple("${body[flow]}"))
                .multicast(new JoinedIds())
                .parallelProcessing()
                .to("direct:a", "direct:b")
                .end()
                .setBody(simple("{\"flow\":${exchangeProperty.flow},\"a\":\"${body[a]}\",\"b\":\"${body[b]}\"}"))
                .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
                .to(stub + "/c?httpMethod=POST")
                .unmarshal()
                .json(JsonLibrary.Jackson, Map.class)
                .setBody(simple("{\"flow\":${exchangeProperty.flow},\"c\":\"${body[id]}\"}"))
                .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
                .to(stub + "/d?httpMethod=POST");
        branch("a", "{\"flow\":${body[flow]},\"name\":\"${body[name]}\"}");
        branch("b", "{\"flow\":${body[flow]},\"email\":\"${body[email]}\"}");
    }

    private void branch(String step, String json) {
        from("direct:" + step)
                .setBody(simple(json))
                .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
                .to(stub + "/" + step + "?httpMethod=POST")
                .unmarshal()
                .json(JsonLibrary.Jackson, Map.class)
                .setBody(exchange -> JoinedIds.first(exchange, step));
    }
}
