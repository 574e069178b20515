package io.caravan.console.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A token of the API: 256 random bits behind a prefix by which searches for lost secrets know it. Only its hash is kept. SHA-256
 * is right for that: a slow hash protects passwords, which can be guessed; nobody guesses 256 random bits, and a token is
 * looked up at every request.
 */
public record Token(String text) {
    private static final String PREFIX = "caravan_";
    private static final int BYTES = 32;

    /** A new one. */
    public static Token make(SecureRandom random) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return new Token(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The token itself is in no log. */
    @Override
    public String toString() {
        return PREFIX + "***";
    }
}
