package io.caravan.bench.growth;

import io.caravan.bench.contender.CaravanDriver;
import io.caravan.bench.contender.Contender;
import io.caravan.bench.postgres.PostgresServer;
import java.util.concurrent.locks.LockSupport;

/** Flows that sleep until tomorrow: one is made by Caravan itself, the others are copies of its rows. */
final class Sleepers {
    private static final long LONGEST = 30_000_000_000L;

    private static final String ASLEEP =
            """
            SELECT count(*) FROM outbox
            WHERE lease_epoch IS NULL AND due_at > extract(epoch FROM now()) * 1000 + 3600000
            """;

    /** Ids are made as Caravan makes them; every other column is copied, whatever columns there are. */
    private static final String COPIES =
            """
            CREATE TEMP TABLE one AS SELECT id AS flow_id, event_id FROM flow WHERE definition = 'sleeper';
            CREATE TEMP TABLE copy AS
              SELECT number, uuidv7() AS event_id, uuidv7() AS flow_id FROM generate_series(1, %d) AS number;
            INSERT INTO event SELECT (made).* FROM (
              SELECT jsonb_populate_record(event, jsonb_build_object('id', copy.event_id, 'external_id', copy.event_id)) AS made
              FROM event, copy WHERE event.id = (SELECT event_id FROM one) OFFSET 0) AS rows;
            INSERT INTO flow SELECT (made).* FROM (
              SELECT jsonb_populate_record(flow, jsonb_build_object('id', copy.flow_id, 'event_id', copy.event_id)) AS made
              FROM flow, copy WHERE flow.id = (SELECT flow_id FROM one) OFFSET 0) AS rows;
            INSERT INTO fact SELECT (made).* FROM (
              SELECT jsonb_populate_record(fact, jsonb_build_object('flow_id', copy.flow_id)) AS made
              FROM copy, fact WHERE fact.flow_id = (SELECT flow_id FROM one) OFFSET 0) AS rows;
            INSERT INTO outbox SELECT (made).* FROM (
              SELECT jsonb_populate_record(outbox, jsonb_build_object(
                'flow_id', copy.flow_id, 'due_at', outbox.due_at + copy.number)) AS made
              FROM outbox, copy WHERE outbox.flow_id = (SELECT flow_id FROM one) OFFSET 0) AS rows;
            VACUUM ANALYZE;
            CHECKPOINT;
            """;

    private Sleepers() {}

    static void makeOne(Contender caravan) {
        ((CaravanDriver) caravan.driver()).accept("sleeper.requested");
        long deadline = System.nanoTime() + LONGEST;
        while (asleep(caravan.database().orElseThrow()) == 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the sleeper does not sleep; see "
                        + caravan.application().log());
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    static void copy(PostgresServer database, int times) {
        for (String statement : COPIES.formatted(times).split(";\n")) {
            database.execute(statement);
        }
    }

    static long asleep(PostgresServer database) {
        return database.numbers(ASLEEP).get(0);
    }
}
