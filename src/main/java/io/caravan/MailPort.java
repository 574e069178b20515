package io.caravan;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/** A port on loopback, chosen by the machine, at which our own kamelets find the mail server that the sandbox plays. */
final class MailPort {
    private static final String LOOPBACK = "127.0.0.1";

    private final NetServer server;
    private volatile Handler<NetSocket> talk =
            early -> early.end(io.vertx.core.buffer.Buffer.buffer("421 Caravan is starting\r\n"));

    private MailPort(Vertx vertx) {
        this.server = vertx.createNetServer().connectHandler(socket -> talk.handle(socket));
    }

    /** Whether mails go to the sandbox: it is on, and no other server is named. */
    static boolean isNeeded(Settings settings) {
        return settings.sandbox() && settings.text("caravan.mail.host").isEmpty();
    }

    static MailPort open(Vertx vertx) {
        var opened = new MailPort(vertx);
        opened.server
                .listen(0, LOOPBACK)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return opened;
    }

    int number() {
        return server.actualPort();
    }

    /** From now on whoever connects is talked to. */
    void lead(Handler<NetSocket> talk) {
        this.talk = talk;
    }
}
