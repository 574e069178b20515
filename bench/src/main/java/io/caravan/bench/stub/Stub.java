package io.caravan.bench.stub;

import io.caravan.bench.load.Load;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The third party that is posted to, as cheap as can be: one thread, answers at once. A process of its own; its first line says
 * its port. {@code POST /a../d} is answered with an id, {@code /down} with 503; {@code /reset?n=FLOWS} forgets, {@code /hold}
 * withholds the answers until {@code /release}, {@code /ended?n=FLOWS} answers when so many d have come; {@code /counts},
 * {@code /arrivals} tell.
 */
public final class Stub {
    private record Withheld(Conversation conversation, String answer) {}

    private final Selector selector;
    private final ServerSocketChannel server;
    private final List<Withheld> withheld = new ArrayList<>();
    private Tally tally = new Tally(0);
    private boolean holds;
    private Optional<Conversation> waiting = Optional.empty();
    private int awaited;

    private Stub() throws IOException {
        this.selector = Selector.open();
        this.server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] words) throws IOException {
        var stub = new Stub();
        System.out.println(stub.server.socket().getLocalPort());
        while (true) {
            stub.selector.select(stub::serve);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                converse(key, (Conversation) key.attachment());
            }
        } catch (IOException | RuntimeException broken) {
            key.cancel();
            System.err.println("a connection broke: " + broken);
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        channel.configureBlocking(false);
        channel.socket().setTcpNoDelay(true);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        key.attach(new Conversation(channel, key));
    }

    private void converse(SelectionKey key, Conversation conversation) throws IOException {
        if (key.isWritable()) {
            conversation.write();
        }
        if (key.isReadable() && !conversation.read()) {
            key.channel().close();
            return;
        }
        for (var request = conversation.next(); request.isPresent(); request = conversation.next()) {
            take(request.get(), conversation);
        }
    }

    private void take(Request request, Conversation conversation) throws IOException {
        switch (request.path()) {
            case "/a", "/b", "/c", "/d" -> post(request, conversation);
            case "/down" -> conversation.answer(503, "{}");
            case "/reset" -> {
                tally = new Tally(request.number());
                conversation.answer(200, "{}");
            }
            case "/hold" -> {
                holds = true;
                conversation.answer(200, "{}");
            }
            case "/release" -> release(conversation);
            case "/ended" -> {
                waiting = Optional.of(conversation);
                awaited = request.number();
                tellIfEnded();
            }
            case "/counts" -> conversation.answer(200, tally.counts());
            case "/arrivals" -> conversation.answer(200, tally.arrivals());
            default -> conversation.answer(404, "{}");
        }
    }

    private void post(Request request, Conversation conversation) throws IOException {
        String id = tally.post(request.path().charAt(1), request.body(), Load.now());
        String answer = "{\"id\":\"" + id + "\"}";
        if (holds) {
            withheld.add(new Withheld(conversation, answer));
        } else {
            conversation.answer(200, answer);
        }
        tellIfEnded();
    }

    private void release(Conversation conversation) throws IOException {
        holds = false;
        for (Withheld each : withheld) {
            each.conversation().answer(200, each.answer());
        }
        withheld.clear();
        conversation.answer(200, "{}");
    }

    private void tellIfEnded() throws IOException {
        if (waiting.isPresent() && tally.ended() >= awaited) {
            waiting.get().answer(200, "{}");
            waiting = Optional.empty();
        }
    }
}
