package io.caravan.sandbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The planted faults, oldest first. */
final class Faults {
    private static final String ALL =
            """
            SELECT id, method, definition, remaining FROM sandbox_fault ORDER BY id
            """;

    List<Fault> all(Transaction transaction) throws SQLException {
        return transaction.all(ALL, Faults::read);
    }

    /** Whether a request there may meet a fault. */
    boolean concern(Transaction transaction, String target) throws SQLException {
        return all(transaction).stream().anyMatch(fault -> fault.concerns(target));
    }

    private static final String USE =
            """
            UPDATE sandbox_fault SET remaining = remaining - 1 WHERE id = ? AND remaining > 1
            """;

    private static final String USE_UP =
            """
            DELETE FROM sandbox_fault WHERE id = ? AND remaining = 1
            """;

    /** The first fault that strikes a request there; its count is one less from now on. */
    Optional<Fault> claim(Transaction transaction, String target) throws SQLException {
        Optional<Fault> struck = all(transaction).stream()
                .filter(fault -> fault.concerns(target) && fault.strikes())
                .findFirst();
        if (struck.isPresent() && struck.get().remaining().isPresent()) {
            long id = struck.get().id();
            if (transaction.update(USE, id) == 0) {
                transaction.update(USE_UP, id);
            }
        }
        return struck;
    }

    private static final String PLANT =
            """
            INSERT INTO sandbox_fault (id, method, definition, remaining) VALUES (?, ?, ?, ?)
            """;

    Operation plant(Ask ask) {
        var definition = FaultRules.checked(ask.body());
        return Operation.writing(transaction -> {
            Optional<Long> count = definition.has("count")
                    ? Optional.of(definition.get("count").asLong())
                    : Optional.empty();
            Fault fault = new Fault(
                    transaction.next("fault"), definition.get("method").asText(), definition, count);
            transaction.update(PLANT, fault.id(), fault.method(), Json.write(definition), count.orElse(null));
            return Answer.json(201, fault.json());
        });
    }

    Operation list(Ask ask) {
        return Operation.reading(transaction -> {
            var items = Json.array();
            all(transaction).forEach(fault -> items.add(fault.json()));
            var list = Json.object();
            list.set("items", items);
            return Answer.json(200, list.putNull("next"));
        });
    }

    private static final String CLEAR = """
            DELETE FROM sandbox_fault
            """;

    Operation clear(Ask ask) {
        return Operation.writing(transaction -> {
            transaction.update(CLEAR);
            return Answer.nothing(204);
        });
    }

    private static Fault read(ResultSet row) throws SQLException {
        long left = row.getLong("remaining");
        Optional<Long> remaining = row.wasNull() ? Optional.empty() : Optional.of(left);
        return new Fault(
                row.getLong("id"), row.getString("method"), Json.stored(row.getString("definition")), remaining);
    }
}
