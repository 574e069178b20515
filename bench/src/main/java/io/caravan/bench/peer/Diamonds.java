package io.caravan.bench.peer;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.workflow.Workflow;
import java.util.concurrent.Semaphore;

/** The diamond as workflows: a and b are children, each call is a step. */
public final class Diamonds implements DiamondWorkflows {
    private final DBOS dbos;
    private final StubCalls stub;
    private final Semaphore atOnce;
    private DiamondWorkflows proxy = this;

    Diamonds(DBOS dbos, StubCalls stub, Semaphore atOnce) {
        this.dbos = dbos;
        this.stub = stub;
        this.atOnce = atOnce;
    }

    /** Workflows must be started through the proxy that DBOS has made. */
    void calls(DiamondWorkflows made) {
        this.proxy = made;
    }

    /** Back when the start is durable. */
    void start(int flow) {
        atOnce.acquireUninterruptibly();
        dbos.startWorkflow(() -> proxy.diamond(flow, "Ada Lovelace", "ada@example.org"));
    }

    @Override
    @Workflow(name = "diamond")
    public String diamond(int flow, String name, String email) {
        try {
            var first = dbos.startWorkflow(() -> proxy.a(flow, name));
            var second = dbos.startWorkflow(() -> proxy.b(flow, email));
            String a = first.getResult();
            String b = second.getResult();
            String c = dbos.runStep(
                    () -> stub.post("/c", "{\"flow\":%d,\"a\":\"%s\",\"b\":\"%s\"}".formatted(flow, a, b)), "c");
            return dbos.runStep(() -> stub.post("/d", "{\"flow\":%d,\"c\":\"%s\"}".formatted(flow, c)), "d");
        } finally {
            atOnce.release();
        }
    }

    @Override
    @Workflow(name = "a")
    public String a(int flow, String name) {
        return dbos.runStep(() -> stub.post("/a", "{\"flow\":%d,\"name\":\"%s\"}".formatted(flow, name)), "a");
    }

    @Override
    @Workflow(name = "b")
    public String b(int flow, String email) {
        return dbos.runStep(() -> stub.post("/b", "{\"flow\":%d,\"email\":\"%s\"}".formatted(flow, email)), "b");
    }
}
