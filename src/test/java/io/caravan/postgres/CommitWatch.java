package io.caravan.postgres;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Follows what a client says to PostgreSQL (protocol 3.0) and notices when it executes COMMIT: a Parse names the statement, each
 * Bind of that name executes it.
 */
final class CommitWatch {
    private static final int HEAD = 5;

    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
    private final Set<String> commits = new HashSet<>();
    private boolean started;

    /** Takes in more of what was said; the answer is whether a COMMIT was among it. */
    boolean commitEnds(byte[] chunk, int length) {
        unread.write(chunk, 0, length);
        ByteBuffer said = ByteBuffer.wrap(unread.toByteArray());
        boolean commit = false;
        while (skipStart(said) && said.remaining() >= HEAD && said.remaining() > said.getInt(said.position() + 1)) {
            byte type = said.get();
            var body = new byte[said.getInt() - Integer.BYTES];
            said.get(body);
            commit |= isCommit(type, body);
        }
        unread.reset();
        unread.write(said.array(), said.position(), said.remaining());
        return commit;
    }

    /** The first messages, the wish for TLS and the start itself, have a length but no type. */
    private boolean skipStart(ByteBuffer said) {
        while (!started && said.remaining() >= 2 * Integer.BYTES && said.remaining() >= said.getInt(said.position())) {
            int length = said.getInt(said.position());
            started = said.getInt(said.position() + Integer.BYTES) == 196_608;
            said.position(said.position() + length);
        }
        return started;
    }

    private boolean isCommit(byte type, byte[] body) {
        String[] texts = new String(body, StandardCharsets.ISO_8859_1).split("\0", 3);
        if (type == 'P') {
            if (texts[1].equals("COMMIT")) {
                commits.add(texts[0]);
            } else {
                commits.remove(texts[0]);
            }
        }
        return type == 'B' && commits.contains(texts[1]);
    }
}
