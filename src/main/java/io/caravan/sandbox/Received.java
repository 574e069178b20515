package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Lists of what the stand-ins received, oldest first; every posted message is an item of its own. */
final class Received {
    private static final List<String> CONTENT = List.of("text", "metadata", "blocks", "attachments", "edited");

    private static final String MESSAGES =
            """
            SELECT m.seq, m.ts, m.thread_ts, m.message, m.at, c.id, c.name
            FROM sandbox_message m JOIN sandbox_channel c ON c.id = m.channel
            WHERE m.seq > ? ORDER BY m.seq LIMIT ?
            """;

    Operation messages(Ask ask) {
        Page page = Page.asked(ask);
        return Operation.reading(
                transaction -> page.answer(transaction.all(MESSAGES, Received::message, page.after(), page.reach())));
    }

    private static Page.Item message(ResultSet row) throws SQLException {
        ObjectNode message = Json.stored(row.getString("message"));
        ObjectNode item = Json.object()
                .put("channel", row.getString("id"))
                .put("channelName", row.getString("name"))
                .put("ts", new Timestamp(row.getLong("ts")).toString())
                .put("threadTs", message.path("thread_ts").asText(null))
                .put("at", row.getString("at"))
                .putNull("metadata");
        for (String name : CONTENT) {
            if (message.has(name)) {
                item.set(name, message.get(name));
            }
        }
        return new Page.Item(row.getLong("seq"), item);
    }

    private static final String MAILS =
            """
            SELECT seq, mail FROM sandbox_mail WHERE seq > ? ORDER BY seq LIMIT ?
            """;

    Operation mails(Ask ask) {
        Page page = Page.asked(ask);
        return Operation.reading(transaction -> page.answer(transaction.all(
                MAILS,
                row -> new Page.Item(row.getLong("seq"), Json.stored(row.getString("mail"))),
                page.after(),
                page.reach())));
    }

    private static final String RECORDS =
            """
            SELECT id, kind, properties, created_at, updated_at, writes
            FROM sandbox_record WHERE kind = ? AND id > ? ORDER BY id LIMIT ?
            """;

    Operation records(Ask ask, Kind kind) {
        Page page = Page.asked(ask);
        return Operation.reading(transaction -> {
            List<Page.Item> items = new ArrayList<>();
            for (CrmRecord record :
                    transaction.all(RECORDS, Records::read, kind.plural(), page.after(), page.reach())) {
                ObjectNode item = record.received();
                item.set("associations", associations(transaction, record));
                items.add(new Page.Item(record.id(), item));
            }
            return page.answer(items);
        });
    }

    private static final String ASSOCIATIONS =
            """
            SELECT to_kind, to_id FROM sandbox_association WHERE from_id = ? ORDER BY to_kind, to_id
            """;

    private static ArrayNode associations(Transaction transaction, CrmRecord record) throws SQLException {
        ArrayNode associations = Json.array();
        for (ObjectNode target : transaction.all(
                ASSOCIATIONS,
                row -> Json.object().put("to", row.getString(1)).put("id", Long.toString(row.getLong(2))),
                record.id())) {
            associations.add(target);
        }
        return associations;
    }
}
