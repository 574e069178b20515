package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** HubSpot's contacts, companies and deals; who holds which unique value is kept beside them. */
final class Records {
    private final Clock clock;
    private final Properties properties;

    Records(Clock clock, Properties properties) {
        this.clock = clock;
        this.properties = properties;
    }

    String now() {
        return Moment.text(clock.instant());
    }

    private static final String FIND =
            """
            SELECT id, kind, properties, created_at, updated_at, writes FROM sandbox_record WHERE kind = ? AND id = ?
            """;

    Optional<CrmRecord> find(Transaction transaction, Kind kind, String id) throws SQLException {
        return id.matches("\\d{1,18}")
                ? transaction.first(FIND, Records::read, kind.plural(), Long.parseLong(id))
                : Optional.empty();
    }

    private static final String HOLDER =
            """
            SELECT r.id, r.kind, r.properties, r.created_at, r.updated_at, r.writes
            FROM sandbox_unique u JOIN sandbox_record r ON r.id = u.record
            WHERE u.kind = ? AND u.property = ? AND u.value = ?
            """;

    /** The record that holds this value of a unique property. */
    Optional<CrmRecord> holder(Transaction transaction, Kind kind, String property, String value) throws SQLException {
        return transaction.first(HOLDER, Records::read, kind.plural(), property, Values.kept(property, value));
    }

    private static final String CREATE =
            """
            INSERT INTO sandbox_record (id, kind, properties, created_at, updated_at, writes)
            VALUES ((SELECT COALESCE(MAX(id), 1000) + 1 FROM sandbox_record), ?, ?, ?, ?, 1)
            RETURNING id
            """;

    CrmRecord create(Transaction transaction, Kind kind, ObjectNode values) throws SQLException {
        String now = Moment.text(clock.instant());
        long id = transaction
                .first(CREATE, row -> row.getLong(1), kind.plural(), Json.write(values), now, now)
                .orElseThrow(() -> new SQLException("A record was not inserted"));
        hold(transaction, id, kind, values);
        return new CrmRecord(id, kind, values, new CrmRecord.Life(now, now, 1));
    }

    private static final String CHANGE =
            """
            UPDATE sandbox_record SET properties = ?, updated_at = ?, writes = writes + 1 WHERE id = ?
            """;

    CrmRecord change(Transaction transaction, CrmRecord record, ObjectNode values) throws SQLException {
        ObjectNode merged = record.properties().deepCopy();
        merged.setAll(values);
        String now = Moment.text(clock.instant());
        transaction.update(CHANGE, Json.write(merged), now, record.id());
        hold(transaction, record.id(), record.kind(), values);
        CrmRecord.Life life = record.life();
        return new CrmRecord(
                record.id(), record.kind(), merged, new CrmRecord.Life(life.createdAt(), now, life.writes() + 1));
    }

    private static final String RELEASE =
            """
            DELETE FROM sandbox_unique WHERE record = ? AND property = ?
            """;

    private static final String HOLD =
            """
            INSERT INTO sandbox_unique (kind, property, value, record) VALUES (?, ?, ?, ?)
            """;

    private void hold(Transaction transaction, long id, Kind kind, ObjectNode values) throws SQLException {
        for (PropertyDefinition property : unique(transaction, kind)) {
            if (values.has(property.name())) {
                transaction.update(RELEASE, id, property.name());
                Optional<String> value = Values.of(values, property.name());
                if (value.isPresent()) {
                    transaction.update(HOLD, kind.plural(), property.name(), value.get(), id);
                }
            }
        }
    }

    Collection<PropertyDefinition> unique(Transaction transaction, Kind kind) throws SQLException {
        return properties.of(transaction, kind).values().stream()
                .filter(PropertyDefinition::unique)
                .toList();
    }

    static CrmRecord read(ResultSet row) throws SQLException {
        return new CrmRecord(
                row.getLong("id"),
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                Json.stored(row.getString("properties")),
                new CrmRecord.Life(row.getString("created_at"), row.getString("updated_at"), row.getLong("writes")));
    }
}
