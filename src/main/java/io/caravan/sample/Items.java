package io.caravan.sample;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.http.Resource;
import io.caravan.store.Json;
import io.caravan.store.Statements;
import io.vertx.ext.web.Router;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** {@code GET /action-items/{id}}: an item as the routes keep it, with what went wrong; {@code pending} until it is there. */
final class Items {
    private final DataSource table;
    private final ItemId ids;

    Items(DataSource table, ItemId ids) {
        this.table = table;
        this.ids = ids;
    }

    void mount(Router router) {
        Resource.get(router, "/action-items/:id").handler(new Lookup(asked -> find(asked.path("id"))));
    }

    private static final String ITEM =
            """
            SELECT document, status, created_at, updated_at FROM action_item WHERE id = ?
            """;

    private ObjectNode find(String id) throws SQLException {
        if (!ids.isOurs(id)) {
            throw ItemDoor.unknown(id);
        }
        ObjectNode item = Json.mapper().createObjectNode().put("id", id).put("status", "pending");
        try (Connection connection = table.getConnection();
                var statements = new Statements(connection)) {
            try (ResultSet row = statements.set(ITEM, id).executeQuery()) {
                if (row.next()) {
                    item.setAll((ObjectNode) Json.tree(row.getString(1)));
                    item.put("id", id).put("status", row.getString(2));
                    item.put("createdAt", row.getString(3)).put("updatedAt", row.getString(4));
                }
            }
            item.set("exceptions", exceptions(statements, id));
            return item;
        }
    }

    private static final String EXCEPTIONS =
            """
            SELECT request, at, code, message, attempt, told, resolved FROM action_item_exception
            WHERE item = ? ORDER BY at, request
            """;

    private static ArrayNode exceptions(Statements statements, String id) throws SQLException {
        ArrayNode exceptions = Json.mapper().createArrayNode();
        try (ResultSet row = statements.set(EXCEPTIONS, id).executeQuery()) {
            while (row.next()) {
                ObjectNode exception = exceptions
                        .addObject()
                        .put("id", row.getString(1))
                        .put("at", row.getString(2))
                        .put("code", row.getString(3))
                        .put("message", row.getString(4))
                        .put("attempt", row.getInt(5));
                exception.set("request", Json.tree(row.getString(6)));
                String resolved = row.getString(7);
                exception.set("resolved", resolved == null ? exception.nullNode() : Json.tree(resolved));
            }
        }
        return exceptions;
    }
}
