package io.caravan.sample;

import io.caravan.store.Ids;
import io.caravan.store.OwnKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Issues the ids of action items and of requests: a UUID, and behind it our signature, by which any node knows an id that was
 * issued before anything of it can be read.
 */
final class ItemId {
    private static final int UUID_LENGTH = 36;
    private static final int SIGNED_BYTES = 10;

    private final OwnKey key;

    ItemId(OwnKey key) {
        this.key = key;
    }

    String fresh() {
        return signed(Ids.next());
    }

    /** The same id for the same words, so that a repeat needs no looking up. */
    String from(String words) {
        return signed(uuid(words).toString());
    }

    /** The id of a request that may be repeated: no secret, but nobody else's. */
    UUID uuid(String words) {
        ByteBuffer bytes = ByteBuffer.wrap(key.sign(words));
        long high = bytes.getLong() & 0xffff_ffff_ffff_0fffL | 0x8000L;
        long low = bytes.getLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private String signed(String uuid) {
        return uuid + "-" + HexFormat.of().formatHex(key.sign("item " + uuid), 0, SIGNED_BYTES);
    }

    boolean isOurs(String id) {
        if (id.length() <= UUID_LENGTH || !Ids.isId(id.substring(0, UUID_LENGTH))) {
            return false;
        }
        byte[] expected = signed(id.substring(0, UUID_LENGTH)).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, id.getBytes(StandardCharsets.UTF_8));
    }
}
