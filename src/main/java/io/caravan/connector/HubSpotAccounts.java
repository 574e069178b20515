package io.caravan.connector;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Registry;

/**
 * The accounts that kamelets have asked about, each kept for a day. Two kamelets may show different tokens, so each one's
 * account is its own; no token is kept here. To be bound in the registry before any route runs.
 */
public final class HubSpotAccounts {
    private static final Duration KEPT = Duration.ofDays(1);

    private final Clock clock;
    private final Optional<ZoneId> zone;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(HubSpotAccount account, Instant until) {}

    /** @param zone the name of the time zone of the account; blank = as the account says */
    public HubSpotAccounts(Clock clock, String zone) {
        this.clock = clock;
        this.zone = HubSpotAccount.zone(zone);
    }

    /** Whether there is a time zone of that name. */
    public static boolean isZone(String name) {
        return HubSpotAccount.zone(name).isPresent();
    }

    static HubSpotAccounts of(Exchange exchange) {
        Registry registry = exchange.getContext().getRegistry();
        HubSpotAccounts bound = registry.findSingleByType(HubSpotAccounts.class);
        if (bound == null) {
            throw new IllegalStateException("No HubSpotAccounts are bound in the registry.");
        }
        return bound;
    }

    Optional<HubSpotAccount> account(Exchange exchange) {
        Instant now = clock.instant();
        return Optional.ofNullable(known.get(kamelet(exchange)))
                .filter(each -> each.until().isAfter(now))
                .map(Known::account);
    }

    void remember(Exchange exchange, HubSpotAccount account) {
        Instant now = clock.instant();
        known.values().removeIf(each -> !each.until().isAfter(now));
        known.put(kamelet(exchange), new Known(account, now.plus(KEPT)));
    }

    /** How long the account's day still lasts; nothing if nobody knows its time zone. */
    Optional<Duration> restOfDay(Exchange exchange) {
        return zone.or(() -> account(exchange).flatMap(HubSpotAccount::zone))
                .or(this::onlyZone)
                .map(this::restOfDay);
    }

    private Optional<ZoneId> onlyZone() {
        List<ZoneId> zones = known.values().stream()
                .flatMap(each -> each.account().zone().stream())
                .distinct()
                .toList();
        return zones.size() == 1 ? Optional.of(zones.get(0)) : Optional.empty();
    }

    private Duration restOfDay(ZoneId there) {
        ZonedDateTime now = clock.instant().atZone(there);
        return Duration.between(now, now.toLocalDate().plusDays(1).atStartOfDay(there));
    }

    /** The kamelet as it is used in one place. */
    private static String kamelet(Exchange exchange) {
        return exchange.getUnitOfWork() == null || exchange.getUnitOfWork().getRoute() == null
                ? ""
                : exchange.getUnitOfWork().getRoute().getRouteId();
    }
}
