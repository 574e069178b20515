package io.caravan;

import io.caravan.component.FlowParameters;
import io.caravan.component.FlowRoutes;
import io.caravan.connector.HubSpotAccounts;
import io.caravan.connector.KameletParameters;
import io.caravan.routing.Inspection;
import io.caravan.routing.Rehearsal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** What the routes of a folder find in Camel: properties, beans, jars. The same for those that run and those that are inspected. */
final class RouteSurroundings {
    private final Settings settings;
    private final Clock clock;
    private final Path kamelets;
    private final Sandbox sandbox;
    private final Brokers brokers;

    /** Where kamelets find the sandbox, if there is one, and what they show there. */
    record Sandbox(int port, String token) {}

    RouteSurroundings(Settings settings, Path routes, Sandbox sandbox, Clock clock, Brokers brokers) {
        this.brokers = brokers;
        this.settings = settings;
        this.clock = clock;
        this.sandbox = sandbox;
        this.kamelets = routes.resolve("kamelets");
    }

    Map<String, Object> bindings() {
        var bindings = new HashMap<String, Object>(brokers.beans());
        bindings.put("flow-parameters", new FlowParameters());
        bindings.put("kamelet-parameters", new KameletParameters(kamelets, ShippedKamelets.folder()));
        bindings.put("hubspot-accounts", new HubSpotAccounts(clock, settings.text("caravan.hubspot.zone")));
        return bindings;
    }

    Properties properties() {
        var properties = new Properties();
        properties.putAll(settings.all());
        // Camel refuses its own properties when they are empty
        properties
                .entrySet()
                .removeIf(each -> each.getKey().toString().startsWith("camel.")
                        && each.getValue().toString().isBlank());
        // Caravan listens there by itself, from before Camel's start until after its end
        properties.keySet().removeIf(name -> name.toString().startsWith("camel.management."));
        properties.setProperty("camel.component.kamelet.location", "file:" + kamelets + ",classpath:kamelets");
        brokers.complete(properties);
        if (settings.sandbox()) {
            String base = "http://127.0.0.1:" + sandbox.port() + "/sandbox";
            properties.setProperty("caravan.slack.url", base + "/slack/api");
            properties.setProperty("caravan.slack.token", sandbox.token());
            properties.setProperty("caravan.slack.webhook-url", base + "/slack/services");
            properties.setProperty("caravan.slack.webhook-secret", "T0SANDBOX01/B0SANDBOX01/" + sandbox.token());
            properties.setProperty("caravan.hubspot.url", base + "/hubspot");
            properties.setProperty("caravan.hubspot.token", sandbox.token());
        }
        return properties;
    }

    /** The inspection of routes that are to run here. */
    Inspection inspection(ClassLoader libraries, FlowRoutes routes) {
        return new Inspection(
                settings.policies(),
                ShippedKamelets.folder(),
                new Rehearsal.Stage(properties(), libraries, bindings(), routes));
    }
}
