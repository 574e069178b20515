package io.caravan.bench.stub;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** One HTTP request, read from the bytes that have come so far. */
record Request(String method, String target, String body) {
    private static final String LENGTH = "\r\ncontent-length:";

    /** Takes a request out of the buffer (ready to be read); empty = not all of it has come, the buffer is untouched. */
    static Optional<Request> take(ByteBuffer buffer) {
        int head = endOfHead(buffer);
        if (head < 0) {
            return Optional.empty();
        }
        String text = text(buffer, buffer.position(), head - buffer.position());
        int length = length(text);
        if (buffer.limit() < head + length) {
            return Optional.empty();
        }
        String body = text(buffer, head, length);
        buffer.position(head + length);
        int first = text.indexOf(' ');
        return Optional.of(
                new Request(text.substring(0, first), text.substring(first + 1, text.indexOf(' ', first + 1)), body));
    }

    private static int endOfHead(ByteBuffer buffer) {
        for (int at = buffer.position() + 3; at < buffer.limit(); at++) {
            if (buffer.get(at) == '\n'
                    && buffer.get(at - 1) == '\r'
                    && buffer.get(at - 2) == '\n'
                    && buffer.get(at - 3) == '\r') {
                return at + 1;
            }
        }
        return -1;
    }

    private static int length(String head) {
        int at = head.indexOf("\r\nContent-Length:");
        if (at < 0) {
            at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        }
        if (at < 0) {
            return 0;
        }
        int from = at + LENGTH.length();
        return Integer.parseInt(head.substring(from, head.indexOf("\r\n", from)).strip());
    }

    private static String text(ByteBuffer buffer, int from, int length) {
        return new String(buffer.array(), from, length, StandardCharsets.ISO_8859_1);
    }

    /** The path without the query. */
    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The number behind {@code n=} in the query. */
    int number() {
        return Integer.parseInt(target.substring(target.indexOf("n=") + 2));
    }
}
