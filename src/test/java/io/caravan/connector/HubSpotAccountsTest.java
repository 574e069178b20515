package io.caravan.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.caravan.flow.Unsuccessful;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The day of an account, its link, and where the API's paths are. */
final class HubSpotAccountsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>();
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @ParameterizedTest
    @CsvSource({
        "2026-12-01T22:30:00Z,Europe/Berlin,PT30M",
        "2026-12-01T22:30:00Z,UTC,PT1H30M",
        "2026-12-01T22:30:00Z,America/New_York,PT6H30M",
        "2026-10-24T22:00:00Z,Europe/Berlin,PT25H",
        "2026-03-28T23:00:00Z,Europe/Berlin,PT23H"
    })
    void a_day_ends_at_the_accounts_midnight(Instant time, String zone, Duration rest) {
        now.set(time);
        assertEquals(Optional.of(rest), accounts(zone).restOfDay(exchange));
    }

    @Test
    void the_zone_is_learnt_from_the_account_unless_it_is_set() {
        now.set(Instant.parse("2026-12-01T22:30:00Z"));
        HubSpotAccounts accounts = accounts("");
        assertEquals(Optional.empty(), accounts.restOfDay(exchange));
        accounts.remember(exchange, account("Europe/Berlin"));
        assertEquals(Optional.of(Duration.ofMinutes(30)), accounts.restOfDay(exchange));
        HubSpotAccounts told = accounts("UTC");
        told.remember(exchange, account("Europe/Berlin"));
        assertEquals(Optional.of(Duration.ofMinutes(90)), told.restOfDay(exchange));
    }

    @Test
    void an_account_is_asked_again_after_a_day() {
        now.set(Instant.parse("2026-12-01T22:30:00Z"));
        HubSpotAccounts accounts = accounts("");
        accounts.remember(exchange, account("UTC"));
        now.updateAndGet(time -> time.plus(Duration.ofHours(23)));
        assertEquals(Optional.of(account("UTC")), accounts.account(exchange));
        now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
        assertEquals(Optional.empty(), accounts.account(exchange));
    }

    @Test
    void a_link_needs_the_domain_and_the_portal() {
        assertEquals(
                "https://app.hubspot.com/contacts/77/record/0-3/9",
                account("UTC").linkOfDeal("9"));
        assertEquals("", new HubSpotAccount("77", "", Optional.empty()).linkOfDeal("9"));
        assertEquals("", new HubSpotAccount("", "app.hubspot.com", Optional.empty()).linkOfDeal("9"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-09,crm/objects/2026-09/deals/batch/upsert,crm/objects/2026-09/deals/1/associations/default/contacts/2,"
                + "crm/objects/2026-09/deals/1/associations/contacts/2,account-info/2026-09/details,"
                + "crm/properties/2026-09/deals",
        "v3,crm/v3/objects/deals/batch/upsert,crm/v4/objects/deals/1/associations/default/contacts/2,"
                + "crm/v4/objects/deals/1/associations/contacts/2,account-info/v3/details,crm/v3/properties/deals",
        "v4,crm/v3/objects/deals/batch/upsert,crm/v4/objects/deals/1/associations/default/contacts/2,"
                + "crm/v4/objects/deals/1/associations/contacts/2,account-info/v3/details,crm/v3/properties/deals"
    })
    void the_version_says_where_things_stand(
            String version, String upsert, String association, String labelled, String account, String properties) {
        var paths = new HubSpotPaths(version);
        var deal = new HubSpotEnd("deals", "1");
        var contact = new HubSpotEnd("contacts", "2");
        assertEquals(upsert, paths.upsert("deals"));
        assertEquals(association, paths.association(deal, contact));
        assertEquals(labelled, paths.labelled(deal, contact));
        assertEquals(account, paths.account());
        assertEquals(properties, paths.properties("deals"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v5", "2026", "2026-09/../x", "latest"})
    void a_version_that_nobody_knows_is_rejected(String version) {
        assertThrows(Unsuccessful.class, () -> new HubSpotPaths(version));
    }

    private HubSpotAccounts accounts(String zone) {
        InstantSource source = now::get;
        return new HubSpotAccounts(source.withZone(ZoneOffset.UTC), zone);
    }

    private static HubSpotAccount account(String zone) {
        return new HubSpotAccount("77", "app.hubspot.com", Optional.of(ZoneId.of(zone)));
    }
}
