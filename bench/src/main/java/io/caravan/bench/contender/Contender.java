package io.caravan.bench.contender;

import io.caravan.bench.postgres.PostgresServer;
import io.caravan.bench.postgres.Work;
import io.caravan.bench.process.JavaProcess;
import io.caravan.bench.process.Usage;
import java.util.Optional;

/** One system under load: its process, its database server if it has one, and who drives it. */
public record Contender(String name, JavaProcess application, Optional<PostgresServer> database, Driver driver)
        implements AutoCloseable {
    private static final Work NONE = new Work(0, 0, 0);

    public long applicationCpu() {
        return Usage.cpu(application.pid());
    }

    public long databaseCpu() {
        return database.map(PostgresServer::cpu).orElse(0L);
    }

    public Work work() {
        return database.map(PostgresServer::work).orElse(NONE);
    }

    public long residentMegabytes() {
        return Usage.residentMegabytes(application.pid());
    }

    public boolean isCaravan() {
        return driver instanceof CaravanDriver;
    }

    /** Peers poll: they stand still while others are measured. Caravan does not, and would have to defend its leases. */
    public void rest() {
        if (!isCaravan()) {
            application.standStill();
        }
    }

    public void wake() {
        application.goOn();
    }

    @Override
    public void close() {
        application.close();
        if (driver instanceof CaravanDriver caravan) {
            caravan.close();
        }
        database.ifPresent(PostgresServer::close);
    }
}
