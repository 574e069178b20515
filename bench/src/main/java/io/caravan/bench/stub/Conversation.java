package io.caravan.bench.stub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** One kept connection: what has come and is not yet a whole request, what is to go and did not fit. */
final class Conversation {
    private final SocketChannel channel;
    private final SelectionKey key;
    private ByteBuffer coming = ByteBuffer.allocate(4_096);
    private ByteBuffer going = ByteBuffer.allocate(0);

    Conversation(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    /** Reads what is there; false = the other side has closed. */
    boolean read() throws IOException {
        if (!coming.hasRemaining()) {
            int full = coming.position();
            coming = ByteBuffer.wrap(Arrays.copyOf(coming.array(), coming.capacity() * 2))
                    .position(full);
        }
        return channel.read(coming) >= 0;
    }

    Optional<Request> next() {
        coming.flip();
        Optional<Request> request = Request.take(coming);
        coming.compact();
        return request;
    }

    void answer(int status, String json) throws IOException {
        byte[] bytes = ("HTTP/1.1 " + status + " Answer\r\nContent-Type: application/json\r\nContent-Length: "
                        + json.length() + "\r\n\r\n" + json)
                .getBytes(StandardCharsets.ISO_8859_1);
        going = going.hasRemaining() ? joined(going, bytes) : ByteBuffer.wrap(bytes);
        write();
    }

    private static ByteBuffer joined(ByteBuffer first, byte[] second) {
        return ByteBuffer.allocate(first.remaining() + second.length)
                .put(first)
                .put(second)
                .flip();
    }

    void write() throws IOException {
        channel.write(going);
        int interest = going.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        if (key.interestOps() != interest) {
            key.interestOps(interest);
        }
    }
}
