package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the receiver says about effects: how many messages bear a mark (metadata), and which mark came more than once. */
final class Effects {
    private static final String MESSAGES =
            """
            SELECT message FROM sandbox_message ORDER BY seq
            """;

    Operation count(Ask ask) {
        return Operation.reading(Effects::counted);
    }

    private static Answer counted(Transaction transaction) throws SQLException {
        long messages = 0;
        Map<String, Integer> times = new LinkedHashMap<>();
        for (ObjectNode message : transaction.all(MESSAGES, row -> Json.stored(row.getString(1)))) {
            messages++;
            if (message.path("metadata").isObject()) {
                times.merge(Json.write(message.get("metadata")), 1, Integer::sum);
            }
        }
        ObjectNode answer = Json.object().put("messages", messages).put("effects", times.size());
        ArrayNode repeated = answer.putArray("repeated");
        times.forEach((mark, count) -> {
            if (count > 1) {
                repeated.addObject().put("count", count).set("metadata", Json.stored(mark));
            }
        });
        return Answer.json(200, answer);
    }
}
