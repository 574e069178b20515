package io.caravan.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.routing.Generation;
import io.caravan.routing.Generations;
import io.caravan.store.Json;
import io.caravan.store.Rounds;
import io.caravan.store.view.Elsewhere;
import io.caravan.store.view.OpenWork;
import io.vertx.ext.web.Router;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * {@code GET /live}: tells that something has changed, at most twice a second, so that a page knows when to ask again. One thread
 * looks for all who listen, and while nobody does it rests.
 */
public final class Live implements AutoCloseable {
    private static final Duration BETWEEN_TELLINGS = Duration.ofMillis(500);
    private static final Duration BETWEEN_BEATS = Duration.ofSeconds(10);

    /** Of nodes that share a database the others are looked at with every second telling. */
    private static final int TELLINGS_BETWEEN_LOOKS = 2;

    /** What is told: who moves flows here, who elsewhere (if there can be anybody), and what else there is to see. */
    public record Sources(Moves moves, Optional<Elsewhere> elsewhere, OpenWork work, Generations generations) {}

    /** What was found in the routes' folder: what is in force, and what was refused. */
    private record Folder(Optional<Generation> inForce, Optional<Generation> refused) {}

    private final Sources sources;
    private final Duration betweenBeats;
    private final Listeners listeners = new Listeners();
    private final Rounds telling;
    private volatile boolean newcomers;
    private Optional<Folder> folder = Optional.empty();
    private long spoken = System.nanoTime();
    private int tellings;

    public Live(Sources sources) {
        this(sources, BETWEEN_BEATS);
    }

    Live(Sources sources, Duration betweenBeats) {
        this.sources = sources;
        this.betweenBeats = betweenBeats;
        this.telling = Rounds.start("caravan-live", BETWEEN_TELLINGS, this::tell);
    }

    public void mount(Router router) {
        router.get("/live").handler(context -> {
            sources.moves().want(true);
            listeners.add(context);
            newcomers = true;
        });
    }

    private Duration tell() throws SQLException, InterruptedException {
        if (listeners.count() == 0) {
            sources.moves().want(false);
            listeners.await();
            sources.moves().want(true);
        }
        boolean unheard = newcomers;
        newcomers = false;
        try {
            tell(unheard);
        } catch (SQLException away) {
            newcomers = true; // what was gathered is lost: everybody is told so once the database is back
            throw away;
        }
        return BETWEEN_TELLINGS;
    }

    /** @param unheard whether somebody has just come, before whom anything may have changed */
    private void tell(boolean unheard) throws SQLException {
        Change change = change(unheard);
        Folder found = new Folder(
                NowPage.inForce(sources.generations()), sources.generations().refused());
        boolean same = Optional.of(found).equals(folder);
        folder = Optional.of(found);
        if (!change.isNothing() || !same) {
            listeners.event("changed", line(change, found).toString());
            spoken = System.nanoTime();
        } else if (System.nanoTime() - spoken >= betweenBeats.toNanos()) {
            listeners.beat();
            spoken = System.nanoTime();
        }
    }

    /** Flows that have moved, whether others have as well, and whether events came. */
    private record Change(SortedSet<String> flows, boolean more, boolean events) {
        boolean isNothing() {
            return flows.isEmpty() && !more && !events;
        }
    }

    private Change change(boolean unheard) throws SQLException {
        Moves.Gathered here = sources.moves().take();
        Elsewhere.Moved there = Elsewhere.Moved.NOTHING;
        if (sources.elsewhere().isPresent()) {
            Elsewhere elsewhere = sources.elsewhere().get();
            elsewhere.know(here.flows());
            if (tellings++ % TELLINGS_BETWEEN_LOOKS == 0) {
                there = elsewhere.look();
            }
        }
        var flows = new TreeSet<>(here.flows().keySet());
        flows.addAll(there.flows());
        boolean more = unheard || here.more() || there.more() || flows.size() > Moves.MOST;
        return new Change(flows, more, unheard || here.events() || there.events());
    }

    private ObjectNode line(Change change, Folder found) throws SQLException {
        ObjectNode line = Json.mapper().createObjectNode();
        var flows = line.putArray("flows");
        change.flows().stream().limit(Moves.MOST).forEach(flows::add);
        return line.put("more", change.more())
                .put("events", change.events())
                .put("deadLetters", sources.work().deadLetters())
                .put("generation", found.inForce().map(Generation::id).orElse(null));
    }

    @Override
    public void close() {
        telling.close();
        listeners.close();
    }
}
