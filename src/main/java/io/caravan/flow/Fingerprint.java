package io.caravan.flow;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What dead letters have in common that died of the same cause: definition, action, type of the error, and its message without
 * what differs from one letter to the next (numbers, ids, quoted values, addresses).
 */
public final class Fingerprint {
    private static final int BYTES = 8;
    private static final Pattern VARYING = Pattern.compile(
            "\"[^\"]*\"|'[^']*'" // quoted
                    + "|\\S+@\\S+" // an e-mail address
                    + "|https?://\\S+"
                    + "|\\b[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27}\\b" // a UUID
                    + "|\\b(?=[0-9A-Za-z_-]*\\d)[0-9A-Za-z_-]+\\b"); // whatever contains a digit

    private Fingerprint() {}

    public static String of(String definition, String action, Failure failure) {
        String message = VARYING.matcher(failure.message()).replaceAll("*");
        String text = String.join("\n", definition, action, failure.type(), message);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
