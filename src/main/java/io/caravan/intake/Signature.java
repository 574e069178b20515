package io.caravan.intake;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 of what was sent, and how old it may be. */
final class Signature {
    private static final String ALGORITHM = "HmacSHA256";

    /** Both third parties say so: what is older may be a replay. */
    private static final Duration OLDEST = Duration.ofMinutes(5);

    private Signature() {}

    static byte[] of(String secret, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every Java has " + ALGORITHM, impossible);
        }
    }

    /** Takes as long for a wrong one as for the right one. */
    static boolean isSame(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    static boolean isFresh(Instant signed, Instant now) {
        return Duration.between(signed, now).abs().compareTo(OLDEST) <= 0;
    }
}
