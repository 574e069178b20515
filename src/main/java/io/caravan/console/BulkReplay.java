package io.caravan.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.dispatch.Orders;
import io.caravan.flow.ActionState;
import io.caravan.store.Ids;
import io.caravan.store.Json;
import io.caravan.store.view.DeadLetterList.Address;
import io.caravan.store.view.FlowView;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays many dead letters, one after the other at a given rate. The first one is the canary: the others follow only when its
 * next attempt has succeeded. What came of each is kept in memory, for its report.
 */
final class BulkReplay implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(BulkReplay.class);
    private static final Duration CANARY = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(100);

    /** Who asks for it and why, and how many a second. */
    record Terms(String by, String note, double rate) {}

    private record Item(Address address, String became, String reason) {}

    private final String id = Ids.next();
    private final List<Address> letters;
    private final Terms terms;
    private final Orders orders;
    private final FlowView flows;
    private final List<Item> items = new ArrayList<>();
    private final Progress progress = new Progress();

    BulkReplay(List<Address> letters, Terms terms, Orders orders, FlowView flows) {
        this.letters = actions(letters);
        this.terms = terms;
        this.orders = orders;
        this.flows = flows;
    }

    /** The dead items of a list are replayed together, with their action. */
    private static List<Address> actions(List<Address> letters) {
        return letters.stream()
                .map(letter -> new Address(letter.flow(), letter.action(), 0))
                .distinct()
                .toList();
    }

    String id() {
        return id;
    }

    @Override
    public void run() {
        try {
            for (int i = 0; i < letters.size(); i++) {
                long since = System.nanoTime();
                boolean replayed = replay(letters.get(i));
                Optional<String> trouble = i == 0 && replayed ? watch(letters.get(0)) : Optional.empty();
                if (trouble.isPresent()) {
                    progress.stop(trouble.get());
                    return;
                }
                LockSupport.parkNanos((long) (1e9 / terms.rate()) - (System.nanoTime() - since));
            }
            progress.done();
        } catch (SQLException | RuntimeException broken) {
            LOG.warn("bulk replay {} has stopped: {}", id, broken.getMessage());
            progress.stop("The database could not be asked: " + broken.getMessage());
        }
    }

    private boolean replay(Address letter) {
        Orders.Reply reply = orders.replay(letter.flow(), letter.action(), terms.by(), terms.note())
                .join();
        boolean done = reply.kind() == Orders.Kind.DONE;
        add(new Item(letter, done ? "replayed" : "refused", done ? "" : reply.sentence()));
        return done;
    }

    /** Waits for the canary's next attempt; the answer is why the others must not follow. */
    private Optional<String> watch(Address canary) throws SQLException {
        long until = System.nanoTime() + CANARY.toNanos();
        while (System.nanoTime() < until) {
            var progress = flows.find(canary.flow())
                    .flatMap(flow -> flow.state().progress(canary.action()))
                    .orElseThrow();
            if (progress.state() == ActionState.SUCCEEDED) {
                return Optional.empty();
            }
            if (progress.state() == ActionState.RETRYING || progress.state().gaveUp()) {
                return Optional.of("The first one failed again: "
                        + progress.error()
                                .map(error -> error.failure().message())
                                .orElse("it is " + progress.state().word()));
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return Optional.of("The first one has not ended within " + CANARY.toSeconds() + " s.");
    }

    private synchronized void add(Item item) {
        items.add(item);
    }

    synchronized ObjectNode report(Redaction redaction) {
        ObjectNode node = Json.mapper().createObjectNode().put("id", id);
        progress.tell(node);
        node.put("reason", redaction.text(node.path("reason").asText())).put("selected", letters.size());
        node.put(
                "replayed",
                items.stream().filter(item -> item.became().equals("replayed")).count());
        var list = node.putArray("items");
        for (Item item : items) {
            list.addObject()
                    .put("flow", item.address().flow())
                    .put("action", item.address().action())
                    .put("state", item.became())
                    .put("reason", item.reason());
        }
        return node;
    }

    /** What would be replayed. */
    static ObjectNode preview(List<Address> letters) {
        ObjectNode node = Json.mapper().createObjectNode().put("dryRun", true).put("selected", letters.size());
        var list = node.putArray("items");
        letters.forEach(each -> list.addObject().put("flow", each.flow()).put("action", each.action()));
        return node;
    }
}
