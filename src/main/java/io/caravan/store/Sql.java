package io.caravan.store;

/** One statement, in the words of both databases where they must differ. */
public record Sql(String sqlite, String postgres) {
    String in(Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> sqlite;
            case POSTGRES -> postgres;
        };
    }
}
