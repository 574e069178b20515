package io.caravan.intake;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The webhooks that there are, each to be found by its route under its name and {@code -webhook}. */
public final class Webhooks {
    /**
     * What the third parties sign with; empty = they are not expected.
     *
     * @param hubspotAddress where HubSpot calls, if there is a proxy in between
     */
    public record Secrets(String slack, String hubspot, Optional<String> hubspotAddress) {}

    /** Slack asks for an answer within three seconds; HubSpot waits for five. */
    private static final Duration PATIENCE = Duration.ofMillis(2_800);

    private final List<Webhook> all;

    public Webhooks(Secrets secrets, Webhook.Door door, Clock clock) {
        this.all = List.of(
                new Webhook(
                        new SlackCalls(),
                        new Webhook.Secret(secrets.slack(), "caravan.slack.signing-secret"),
                        door,
                        clock,
                        PATIENCE),
                new Webhook(
                        new HubSpotCalls(secrets.hubspotAddress()),
                        new Webhook.Secret(secrets.hubspot(), "caravan.hubspot.client-secret"),
                        door,
                        clock,
                        PATIENCE));
    }

    /** For routes that are only looked at. */
    public static Webhooks closed() {
        return new Webhooks(
                new Secrets("", "", Optional.empty()),
                events -> CompletableFuture.failedFuture(new IllegalStateException("nothing is accepted here")),
                Clock.systemUTC());
    }

    /** As beans for routes. */
    public Map<String, Webhook> beans() {
        return all.stream().collect(Collectors.toMap(each -> each.name() + "-webhook", each -> each));
    }

    /** By third party, how many calls bore no good signature. */
    public Map<String, LongSupplier> refused() {
        return all.stream().collect(Collectors.toMap(Webhook::name, each -> each::refused));
    }
}
