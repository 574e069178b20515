package io.caravan.store.deposit;

import io.caravan.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A body as it is kept: its bytes, and what they were. */
@SuppressWarnings("ArrayRecordComponent")
public record Deposit(Kind kind, byte[] bytes) {
    /** The largest, in bytes. */
    public static final int LARGEST = 16 * 1024 * 1024;

    /** What a body was, and is again when it is checked out. */
    public enum Kind {
        /** A map, a list, a number, a boolean or null. */
        JSON,
        TEXT,
        BYTES
    }

    public static Deposit json(String json) {
        return new Deposit(Kind.JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    public static Deposit text(String text) {
        return new Deposit(Kind.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Deposit bytes(byte[] bytes) {
        return new Deposit(Kind.BYTES, bytes);
    }

    /** The body that it was made of. */
    public @Nullable Object body() {
        return switch (kind) {
            case JSON -> value();
            case TEXT -> new String(bytes, StandardCharsets.UTF_8);
            case BYTES -> bytes;
        };
    }

    private @Nullable Object value() {
        try {
            return Json.mapper().readValue(bytes, Object.class);
        } catch (IOException changed) {
            throw new UncheckedIOException("a claim that was JSON is none any more", changed);
        }
    }

    /** SHA-256 of the bytes, in hexadecimal digits. */
    String hash() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
