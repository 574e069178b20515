package io.caravan;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that are started by their number: below those from which the system takes one for each outgoing connection, or
 * somebody's connection could have it before the server stands.
 */
public final class FreePort {
    private static final int LOWEST = 10_000;
    private static final int MANY = 20_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 131 % MANY));

    private FreePort() {}

    public static int next() {
        while (true) {
            int port = LOWEST + NEXT.incrementAndGet() % MANY;
            try (var free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
    }
}
