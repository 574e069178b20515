package io.caravan.bench.peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** Twenty connections to the peer's database. */
final class Pool {
    private static final int CONNECTIONS = 20;

    private Pool() {}

    static HikariDataSource of(String url) {
        var pool = new HikariConfig();
        pool.setJdbcUrl(url);
        pool.setUsername("postgres");
        pool.setMaximumPoolSize(CONNECTIONS);
        return new HikariDataSource(pool);
    }
}
