package io.caravan.connector;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.component.stub.StubComponent;
import org.apache.camel.main.Main;

/** Camel as Caravan starts it, with the shipped kamelets and one YAML file of routes. */
final class Stage implements AutoCloseable {
    private static final Path KAMELETS = Path.of("routes/kamelets");

    private static final String FLOW = "01a2ce8b-d400-7000-8000-000000000001"; // 2027-01-01T00:00:00Z

    private final Main main = new Main();

    Stage(Path folder, String thirdParty, String routes, Path... moreKamelets) throws Exception {
        Path file = Files.writeString(folder.resolve("routes.camel.yaml"), routes);
        StringBuilder location = new StringBuilder("file:" + KAMELETS);
        for (Path more : moreKamelets) {
            location.append(",file:").append(more);
        }
        main.configure().withRoutesIncludePattern("file:" + file);
        main.setPropertyPlaceholderLocations("false");
        shipped().forEach(main::addOverrideProperty);
        main.addOverrideProperty("camel.component.kamelet.location", location.toString());
        main.addOverrideProperty("camel.component.kamelet.no-error-handler", "true");
        main.addOverrideProperty("caravan.slack.url", thirdParty + "/api");
        main.addOverrideProperty("caravan.slack.token", "xoxb-s&cret+%");
        main.addOverrideProperty("caravan.hubspot.url", thirdParty);
        main.addOverrideProperty("caravan.hubspot.token", "pat-s&cret+%");
        main.bind("flow", new StubComponent()); // lends its scheme to the shipped flow: each route can be run alone
        main.bind("hubspotAccounts", new HubSpotAccounts(Clock.systemUTC(), ""));
        main.bind("kameletParameters", new KameletParameters(concat(moreKamelets)));
        main.start();
    }

    private static Path[] concat(Path... more) {
        Path[] all = new Path[more.length + 1];
        all[0] = KAMELETS;
        System.arraycopy(more, 0, all, 1, more.length);
        return all;
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    /** Runs one route as the engine would: variables and Caravan's headers are set. */
    Exchange run(String endpoint, Object body, Map<String, Object> results) {
        return context().createProducerTemplate().send(endpoint, ExchangePattern.InOut, exchange -> {
            fill(exchange, body);
            results.forEach(exchange::setVariable);
        });
    }

    /** The same after an attempt whose effect may have happened, of a flow that began at the beginning of 2027. */
    Exchange runInDoubt(String endpoint, Object body) {
        return context().createProducerTemplate().send(endpoint, ExchangePattern.InOut, exchange -> {
            fill(exchange, body);
            exchange.getMessage().setHeader("CaravanUncertain", true);
            exchange.getMessage().setHeader("CaravanFlowId", FLOW);
        });
    }

    static void fill(Exchange exchange, Object body) {
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader("CaravanEffectKey", "effect-1");
        exchange.getMessage().setHeader("CaravanAttempt", 3);
        exchange.getMessage().setHeader("X-Leak", "customer");
    }

    @Override
    public void close() {
        main.stop();
    }

    /** Caravan's own properties; those of Camel that are empty Caravan leaves out as well. */
    private static Map<String, String> shipped() throws IOException {
        var properties = new Properties();
        try (Reader text = Files.newBufferedReader(Path.of("application.properties"))) {
            properties.load(text);
        }
        return properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith("caravan."))
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }
}
