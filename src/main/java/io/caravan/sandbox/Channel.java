package io.caravan.sandbox;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** A Slack channel; its id follows from its name, so that it stays the same for ever. */
record Channel(String id, String name) {
    private static final int ID_LENGTH = 10;

    /** Takes {@code #name}, {@code name}, the id of a channel, or the id of a user (which means the conversation with them). */
    static Channel named(String text) {
        String name = text.startsWith("#") ? text.substring(1) : text;
        if (name.matches("[CGD][A-Z0-9]{8,}")) {
            return new Channel(name, name.toLowerCase(Locale.ROOT));
        }
        if (name.matches("[UW][A-Z0-9]{8,}")) {
            String conversation = "D" + name.substring(1);
            return new Channel(conversation, conversation.toLowerCase(Locale.ROOT));
        }
        return called(name);
    }

    /** A new channel of that name, whatever the name looks like. */
    static Channel called(String name) {
        return new Channel("C" + digest(name), name);
    }

    /** The channel that a call names; but for posting, Slack takes no name there, only an id. */
    static Channel of(SlackCall call) {
        String id = call.required("channel", "channel_not_found");
        if (!id.matches("[CGD][A-Z0-9]{8,}")) {
            throw SlackCall.refused("channel_not_found");
        }
        return named(id);
    }

    static String digest(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, hash).toString(36).toUpperCase(Locale.ROOT).substring(0, ID_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
