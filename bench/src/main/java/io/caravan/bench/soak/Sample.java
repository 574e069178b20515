package io.caravan.bench.soak;

import io.caravan.bench.contender.Contender;
import io.caravan.bench.load.Report;
import io.caravan.bench.postgres.PostgresServer;
import java.util.List;
import java.util.stream.Collectors;

/** What stood at the end of one interval: flows ended so far, dead rows and bytes of each hot table, memory, accepts. */
record Sample(int second, int ended, List<Table> tables, long residentMegabytes, Report accept) {
    /** One table with its indexes. */
    record Table(String name, long deadRows, long bytes) {}

    /** The tables that every flow writes, updates or deletes in. */
    static final List<String> HOT = List.of("event", "flow", "fact", "outbox", "node");

    private static final String TABLE =
            """
            SELECT n_dead_tup, pg_total_relation_size(relid) FROM pg_stat_user_tables WHERE relname = '%s'
            """;

    static Sample of(Contender caravan, int second, int ended, Report accept) {
        PostgresServer database = caravan.database().orElseThrow();
        List<Table> tables = HOT.stream().map(name -> table(database, name)).toList();
        return new Sample(second, ended, tables, caravan.residentMegabytes(), accept);
    }

    private static Table table(PostgresServer database, String name) {
        List<Long> numbers = database.numbers(TABLE.formatted(name));
        return new Table(name, numbers.get(0), numbers.get(1));
    }

    long deadRows() {
        return tables.stream().mapToLong(Table::deadRows).sum();
    }

    /** Of the tables that need not grow: rows of outbox and node come and go. */
    long bytesOfPassing() {
        return tables.stream()
                .filter(table -> List.of("outbox", "node").contains(table.name()))
                .mapToLong(Table::bytes)
                .sum();
    }

    static String title() {
        return "| s | flows ended | accept p50 / p99 ms | RSS MB | "
                + HOT.stream().map(name -> name + ": dead rows, MB").collect(Collectors.joining(" | "))
                + " |\n|---|---|---|---|" + "---|".repeat(HOT.size());
    }

    String line() {
        return "| %d | %d | %.1f / %.1f | %d | "
                        .formatted(second, ended, accept.median() / 1e3, accept.p99() / 1e3, residentMegabytes)
                + tables.stream()
                        .map(table -> "%d, %.1f".formatted(table.deadRows(), table.bytes() / 1e6))
                        .collect(Collectors.joining(" | "))
                + " |";
    }
}
