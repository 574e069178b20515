package io.caravan.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The wire between a node and its database. It can fall silent, so that what is sent stays on the way and nobody is told; and
 * it can be cut right after a COMMIT has passed, so that the answer is lost.
 */
public final class Wire implements AutoCloseable {
    private static final int CHUNK = 16 * 1024;

    private final ServerSocket door;
    private final int target;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "wire");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private volatile int everyCommit;
    private boolean silent;

    public Wire(int target) {
        this.target = target;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
        threads.execute(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** From now on nothing passes, in neither direction; connections stay as they are, new ones are taken and unanswered. */
    public synchronized void fallSilent() {
        silent = true;
    }

    public synchronized void speak() {
        silent = false;
        notifyAll();
    }

    /** The answer to every n-th COMMIT is lost with its connection; 0 = none any more. */
    public void loseAnswers(int every) {
        everyCommit = every;
    }

    /** How many answers to a COMMIT were lost. */
    public int lost() {
        return lost.get();
    }

    private synchronized void pass() throws InterruptedException {
        while (silent) {
            wait();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                open.add(client);
                threads.execute(() -> connect(client));
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    private void connect(Socket client) {
        try {
            pass();
            var server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            var link = new Link(client, server);
            threads.execute(() -> link.pump(link::toServer));
            threads.execute(() -> link.pump(link::toClient));
        } catch (IOException | InterruptedException refused) {
            close(client);
        }
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException gone) {
            // it is what was wanted
        }
    }

    /** One connection: what the client says is read message by message, what the server says is passed on as it comes. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private final CommitWatch watch = new CommitWatch();
        private volatile boolean loseNext;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        private interface Direction {
            void run() throws IOException, InterruptedException;
        }

        void pump(Direction direction) {
            try {
                direction.run();
            } catch (IOException | InterruptedException broken) {
                // both ends learn of it below
            } finally {
                close(client);
                close(server);
            }
        }

        void toServer() throws IOException, InterruptedException {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            var chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                pass();
                if (watch.commitEnds(chunk, read) && everyCommit > 0 && commits.incrementAndGet() % everyCommit == 0) {
                    loseNext = true;
                }
                out.write(chunk, 0, read);
            }
        }

        void toClient() throws IOException, InterruptedException {
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            var chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                pass();
                if (loseNext) {
                    lost.incrementAndGet();
                    return;
                }
                out.write(chunk, 0, read);
            }
        }
    }

    @Override
    public void close() {
        speak();
        try {
            door.close();
        } catch (IOException gone) {
            // it is what was wanted
        }
        open.forEach(this::close);
        threads.shutdownNow();
    }
}
