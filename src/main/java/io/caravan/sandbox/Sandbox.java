package io.caravan.sandbox;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.sql.SQLException;
import java.time.Clock;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Stand-ins for Slack ({@code /sandbox/slack/api/<method>}), HubSpot ({@code /sandbox/hubspot/<its own paths>}) and a mail server
 * (SMTP at a port of its own) that keep what they are told in a database, list it, and misbehave on demand ({@code
 * /sandbox/faults}).
 */
public final class Sandbox implements AutoCloseable {
    private static final String SLACK = "/sandbox/slack/api";

    private final Ledger ledger;
    private final Faults faults = new Faults();
    private final Received received = new Received();
    private final Effects effects = new Effects();
    private final SlackLimits slackLimits = new SlackLimits();
    private final Slack slack;
    private final HubSpot hubSpot;
    private final Targets targets;
    private final Clock clock;
    private final HubSpotLimits hubSpotLimits;

    private Sandbox(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.slack = new Slack(clock);
        this.hubSpot = new HubSpot(clock);
        this.targets = new Targets(clock);
        this.clock = clock;
        this.hubSpotLimits = new HubSpotLimits(clock);
    }

    /**
     * Opens the sandbox, creating its tables where they are missing. The data source stays the caller's and must have room for
     * three connections; for SQLite it must have WAL and a busy timeout switched on, and is much faster with
     * {@code SQLiteConfig.setGetGeneratedKeys(false)}.
     */
    public static Sandbox open(DataSource dataSource, Clock clock) {
        try {
            Schema.create(dataSource);
        } catch (SQLException e) {
            throw new IllegalStateException("The sandbox cannot create its tables: " + e.getMessage(), e);
        }
        return new Sandbox(new Ledger(dataSource), clock);
    }

    /** Adds the routes below {@code /sandbox}. */
    public void mount(Vertx vertx, Router router) {
        Door door = new Door(vertx, ledger, faults);
        open(door, router, HttpMethod.POST, "/sandbox/faults", faults::plant);
        open(door, router, HttpMethod.GET, "/sandbox/faults", faults::list);
        open(door, router, HttpMethod.DELETE, "/sandbox/faults", faults::clear);
        open(door, router, HttpMethod.GET, "/sandbox/slack/messages", received::messages);
        open(door, router, HttpMethod.GET, "/sandbox/mail/messages", received::mails);
        open(door, router, HttpMethod.GET, "/sandbox/slack/effects", effects::count);
        open(door, router, HttpMethod.POST, "/sandbox/slack/limits", slackLimits::set);
        open(door, router, HttpMethod.GET, "/sandbox/slack/limits", slackLimits::list);
        open(door, router, HttpMethod.DELETE, "/sandbox/slack/limits", slackLimits::clear);
        router.route(Hook.PREFIX + "/*").handler(context -> door.serve(context, Hook.TARGET, slack::webhook));
        for (Kind kind : Kind.values()) {
            String path = HubSpot.PREFIX + "/" + kind.plural();
            open(door, router, HttpMethod.GET, path, ask -> received.records(ask, kind));
        }
        open(door, router, HttpMethod.GET, Targets.PREFIX, targets::list);
        router.route(Targets.PREFIX + "/*").handler(context -> {
            String target = context.request().path().substring("/sandbox".length());
            door.serve(context, target, targets::call);
        });
        String limits = HubSpot.PREFIX + "/limits";
        open(door, router, HttpMethod.POST, limits, hubSpotLimits::set);
        open(door, router, HttpMethod.GET, limits, hubSpotLimits::show);
        open(door, router, HttpMethod.DELETE, limits, hubSpotLimits::lift);
        router.route(SLACK + "/*").handler(context -> {
            String method = context.request().path().substring(SLACK.length()).replaceFirst("^/", "");
            door.serve(context, method, ask -> slack.call(method, ask));
        });
        router.route(HubSpot.PREFIX + "/*").handler(context -> {
            String target = context.request().path().substring(HubSpot.PREFIX.length());
            door.serve(context, target, ask -> hubSpot.call(ask).within(hubSpotLimits));
        });
    }

    /** What talks SMTP with whoever connects, and takes mails from who shows the password. */
    public Handler<NetSocket> mailServer(Vertx vertx, String password) {
        var mailbox = new Mailbox(clock, new Door(vertx, ledger, faults));
        return socket -> new MailTalk(vertx, socket, mailbox, password).begin();
    }

    private static void open(Door door, Router router, HttpMethod verb, String path, Function<Ask, Operation> room) {
        Route route = router.route(verb, path).handler(context -> door.serve(context, room));
        if (verb.equals(HttpMethod.GET)) {
            route.method(HttpMethod.HEAD);
        }
    }

    /** Writes what waits, then stops; the data source stays open. */
    @Override
    public void close() {
        ledger.close();
    }
}
