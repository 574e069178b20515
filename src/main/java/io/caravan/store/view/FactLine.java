package io.caravan.store.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.store.journal.FactCodec;
import io.caravan.store.journal.FactTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One fact for people: its place in the flow's history, its type, its time, and the rest as JSON with readable times. */
public record FactLine(int seq, String type, Instant at, ObjectNode details) {
    private static final List<String> TIMES = List.of("startedAt", "dueAt", "deadline");

    static List<FactLine> of(FactTable.Row row) {
        List<ObjectNode> trees = FactCodec.trees(row.body());
        var lines = new ArrayList<FactLine>();
        for (ObjectNode tree : trees) {
            int seq = row.seq() - trees.size() + lines.size() + 1;
            String type = tree.path("type").asText();
            tree.remove("type");
            TIMES.stream().filter(tree::has).forEach(time -> tree.put(time, readable(tree, time)));
            lines.add(new FactLine(seq, type, row.at(), tree));
        }
        return lines;
    }

    private static String readable(ObjectNode tree, String time) {
        return Instant.ofEpochMilli(tree.path(time).asLong()).toString();
    }
}
