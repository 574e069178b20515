package io.caravan.bench.peer;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.config.DBOSConfig;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** The diamond on DBOS Transact: words are the database's address and the stub's port. */
public final class Dbos {
    /**
     * Without virtual threads DBOS has 50 threads per core, and a workflow that waits for its children keeps its own: more
     * flows than a third of them would wait for one another for ever.
     */
    private static final int FLOWS_AT_ONCE = 16 * Runtime.getRuntime().availableProcessors();

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private Dbos() {}

    public static void main(String[] words) throws IOException {
        var dbos = new DBOS(DBOSConfig.defaults("diamond").withDataSource(Pool.of(words[0])));
        var diamonds = new Diamonds(dbos, new StubCalls(Integer.parseInt(words[1])), atOnce());
        DiamondWorkflows proxy = dbos.registerProxy(DiamondWorkflows.class, diamonds);
        diamonds.calls(proxy);
        dbos.launch();
        var callers = Executors.newCachedThreadPool();
        new Commands(flow -> CompletableFuture.runAsync(() -> diamonds.start(flow), callers)).obey();
    }

    private static Semaphore atOnce() {
        boolean virtual = Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS;
        return new Semaphore(virtual ? Integer.MAX_VALUE : FLOWS_AT_ONCE);
    }
}
