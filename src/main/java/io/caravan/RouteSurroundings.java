package io.caravan;

import io.caravan.component.FlowParameters;
import io.caravan.component.FlowRoutes;
import io.caravan.connector.HubSpotAccounts;
import io.caravan.connector.KameletParameters;
import io.caravan.connector.MailMessage;
import io.caravan.intake.Webhooks;
import io.caravan.routing.Inspection;
import io.caravan.routing.Rehearsal;
import io.caravan.sample.ItemDecision;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;

/** What the routes of a folder find in Camel: properties, beans, jars. The same for those that run and those that are inspected. */
final class RouteSurroundings {
    private final Settings settings;
    private final Path kamelets;
    private final Sandbox sandbox;
    private final Found found;

    /** Routes that are only inspected or rehearsed reach no sandbox. */
    private static final Sandbox NOWHERE = new Sandbox(1, 1, "none");

    /** Where kamelets find the sandbox and the mail server that it plays, if there are any, and what they show there. */
    record Sandbox(int port, int mailPort, String token) {}

    /** What the routes find of the house: webhooks, brokers, the tables of the shipped application, the time. */
    record Found(Webhooks webhooks, Brokers brokers, DataSource tables, Clock clock) {}

    RouteSurroundings(Settings settings, Path routes, Sandbox sandbox, Found found) {
        this.found = found;
        this.settings = settings;
        this.sandbox = sandbox;
        this.kamelets = routes.resolve("kamelets");
    }

    /** Those of routes that are only inspected or rehearsed: nothing of the house is open for them. */
    static RouteSurroundings apart(Settings settings, Path routes, Clock clock) {
        var nothing = new Found(
                Webhooks.closed(), new Brokers(settings, new CompletableFuture<>()), new LaterDataSource(), clock);
        return new RouteSurroundings(settings, routes, NOWHERE, nothing);
    }

    Map<String, Object> bindings() {
        var bindings = new HashMap<String, Object>(found.webhooks().beans());
        bindings.putAll(found.brokers().beans());
        bindings.put("flow-parameters", new FlowParameters());
        bindings.put("kamelet-parameters", new KameletParameters(kamelets, ShippedKamelets.folder()));
        bindings.put("sample", found.tables());
        bindings.put(
                "action-item-decision",
                new ItemDecision(found.clock(), settings.duration("caravan.action-items.patience")));
        bindings.put("hubspot-accounts", new HubSpotAccounts(found.clock(), settings.text("caravan.hubspot.zone")));
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
        found.brokers().complete(properties);
        if (settings.sandbox()) {
            String base = "http://127.0.0.1:" + sandbox.port() + "/sandbox";
            properties.setProperty("caravan.slack.url", base + "/slack/api");
            properties.setProperty("caravan.slack.token", sandbox.token());
            properties.setProperty("caravan.slack.webhook-url", base + "/slack/services");
            properties.setProperty("caravan.slack.webhook-secret", "T0SANDBOX01/B0SANDBOX01/" + sandbox.token());
            properties.setProperty("caravan.hubspot.url", base + "/hubspot");
            properties.setProperty("caravan.hubspot.token", sandbox.token());
            if (settings.text("caravan.entitlements.targets").isEmpty()) {
                properties.setProperty(
                        "caravan.entitlements.targets", base + "/targets/archive," + base + "/targets/library");
                properties.setProperty("caravan.entitlements.token", sandbox.token());
            }
        }
        mail(properties);
        return properties;
    }

    private void mail(Properties properties) {
        if (MailPort.isNeeded(settings)) {
            properties.setProperty("caravan.mail.host", "127.0.0.1");
            properties.setProperty("caravan.mail.port", Integer.toString(sandbox.mailPort()));
            properties.setProperty("caravan.mail.user", "sandbox");
            properties.setProperty("caravan.mail.password", sandbox.token());
            properties.setProperty("caravan.mail.starttls", "false");
            properties.setProperty("caravan.mail.ssl", "false");
        } else if (settings.text("caravan.mail.host").isEmpty()) {
            properties.setProperty("caravan.mail.host", MailMessage.NO_HOST);
        }
    }

    /** The inspection of routes that are to run here. */
    Inspection inspection(ClassLoader libraries, FlowRoutes routes) {
        return new Inspection(
                settings.policies(),
                ShippedKamelets.folder(),
                new Rehearsal.Stage(properties(), libraries, bindings(), routes));
    }
}
