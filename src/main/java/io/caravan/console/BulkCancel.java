package io.caravan.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.dispatch.Orders;
import io.caravan.store.Ids;
import io.caravan.store.Json;
import io.caravan.store.view.FlowList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cancels many flows, each by a command of its own, some of them at once; what came of each is kept for its report. */
final class BulkCancel implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(BulkCancel.class);

    /** So many are asked for before the first answer is waited for: the writer takes them in one batch. */
    private static final int AT_ONCE = 100;

    private record Item(String flow, String became, String reason) {}

    private final String id = Ids.next();
    private final List<FlowList.Line> flows;
    private final String by;
    private final String note;
    private final Orders orders;
    private final List<Item> items = new ArrayList<>();
    private final Progress progress = new Progress();

    BulkCancel(List<FlowList.Line> flows, String by, String note, Orders orders) {
        this.flows = flows;
        this.by = by;
        this.note = note;
        this.orders = orders;
    }

    String id() {
        return id;
    }

    @Override
    public void run() {
        try {
            for (int from = 0; from < flows.size(); from += AT_ONCE) {
                cancel(flows.subList(from, Math.min(from + AT_ONCE, flows.size())));
            }
            progress.done();
        } catch (RuntimeException broken) {
            LOG.warn("bulk cancel {} has stopped: {}", id, broken.getMessage());
            progress.stop("An order could not be given: " + broken.getMessage());
        }
    }

    private void cancel(List<FlowList.Line> some) {
        List<CompletableFuture<Orders.Reply>> replies =
                some.stream().map(flow -> orders.cancel(flow.id(), by, note)).toList();
        replies.forEach(reply -> add(reply.join()));
    }

    private synchronized void add(Orders.Reply reply) {
        boolean done = reply.kind() == Orders.Kind.DONE;
        items.add(new Item(reply.flow(), done ? "cancelled" : "refused", done ? "" : reply.sentence()));
    }

    synchronized ObjectNode report() {
        ObjectNode node = Json.mapper().createObjectNode().put("id", id);
        progress.tell(node);
        node.put("selected", flows.size())
                .put(
                        "cancelled",
                        items.stream()
                                .filter(item -> item.became().equals("cancelled"))
                                .count());
        var list = node.putArray("items");
        items.forEach(item -> list.addObject()
                .put("flow", item.flow())
                .put("state", item.became())
                .put("reason", item.reason()));
        return node;
    }

    /** What would be cancelled: how many, and the newest hundred. */
    static ObjectNode preview(List<FlowList.Line> flows) {
        ObjectNode node = Json.mapper().createObjectNode().put("dryRun", true).put("selected", flows.size());
        var list = node.putArray("items");
        flows.stream().limit(AT_ONCE).forEach(flow -> list.addObject()
                .put("flow", flow.id())
                .put("name", flow.name())
                .put("key", flow.key().orElse(null))
                .put("status", flow.status()));
        return node;
    }
}
