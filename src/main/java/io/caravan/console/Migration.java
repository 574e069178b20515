package io.caravan.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.dispatch.Orders;
import io.caravan.flow.Definition;
import io.caravan.store.Ids;
import io.caravan.store.Json;
import io.caravan.store.view.Outdated;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves flows to a version of their definition, batch by batch; what came of each is kept in memory, for its report. */
final class Migration implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Migration.class);
    private static final int BATCH = 100;

    /** To which version, who asks for it, and why. */
    record Terms(Definition next, String by, String note) {}

    private final String id = Ids.next();
    private final List<String> flows;
    private final Terms terms;
    private final Orders orders;
    private final List<Orders.Reply> replies = new ArrayList<>();
    private final Progress progress = new Progress();

    Migration(List<String> flows, Terms terms, Orders orders) {
        this.flows = flows;
        this.terms = terms;
        this.orders = orders;
    }

    String id() {
        return id;
    }

    @Override
    public void run() {
        try {
            for (int from = 0; from < flows.size(); from += BATCH) {
                if (!move(flows.subList(from, Math.min(flows.size(), from + BATCH)))) {
                    progress.stop("Nothing can be stored at the moment; ask again later.");
                    return;
                }
            }
            progress.done();
        } catch (RuntimeException broken) {
            LOG.warn("the migration {} of {} has stopped: {}", id, terms.next().name(), broken.getMessage());
            progress.stop("An error inside Caravan; its log says more.");
        }
    }

    /** False if something could not be stored. */
    private boolean move(List<String> batch) {
        List<CompletableFuture<Orders.Reply>> asked = batch.stream()
                .map(flow -> orders.migrate(flow, terms.next(), terms.by(), terms.note()))
                .toList();
        List<Orders.Reply> answered =
                asked.stream().map(CompletableFuture::join).toList();
        add(answered);
        return answered.stream().noneMatch(reply -> reply.kind() == Orders.Kind.LATER);
    }

    private synchronized void add(List<Orders.Reply> answered) {
        replies.addAll(answered);
    }

    synchronized ObjectNode report() {
        long moved = replies.stream().filter(Migration::isMoved).count();
        ObjectNode node = Json.mapper()
                .createObjectNode()
                .put("id", id)
                .put("name", terms.next().name())
                .put("version", terms.next().version());
        progress.tell(node);
        node.put("selected", flows.size()).put("moved", moved).put("stayed", replies.size() - moved);
        var list = node.putArray("items");
        for (Orders.Reply reply : replies) {
            list.addObject()
                    .put("flow", reply.flow())
                    .put("state", isMoved(reply) ? "moved" : "stayed")
                    .put("reason", isMoved(reply) ? "" : reply.sentence());
        }
        return node;
    }

    private static boolean isMoved(Orders.Reply reply) {
        return reply.kind() == Orders.Kind.DONE;
    }

    /** What would be moved, and what would have to stay. */
    static ObjectNode preview(List<Outdated.Flow> found, Definition next) {
        long free = found.stream().filter(flow -> flow.obstacle().isEmpty()).count();
        ObjectNode node = Json.mapper()
                .createObjectNode()
                .put("dryRun", true)
                .put("name", next.name())
                .put("version", next.version())
                .put("selected", found.size())
                .put("moves", free)
                .put("stays", found.size() - free);
        var list = node.putArray("items");
        for (Outdated.Flow flow : found) {
            list.addObject()
                    .put("flow", flow.id())
                    .put("version", flow.version())
                    .put("moves", flow.obstacle().isEmpty())
                    .put("reason", flow.obstacle().orElse(""));
        }
        return node;
    }
}
