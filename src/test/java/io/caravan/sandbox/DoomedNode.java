package io.caravan.sandbox;

import java.nio.file.Path;
import java.util.stream.IntStream;

/** A process that posts, waits for every answer, then halts without closing anything. */
final class DoomedNode {
    static final int HALTED = 42;
    static final int MESSAGES = 100;

    private DoomedNode() {}

    public static void main(String[] words) {
        RunningSandbox sandbox = new RunningSandbox(Path.of(words[0]));
        var replies = IntStream.range(0, MESSAGES)
                .mapToObj(i -> sandbox.sendAsync(sandbox.sending(
                        "POST", "/slack/api/chat.postMessage", "{\"channel\":\"c\",\"text\":\"m" + i + "\"}")))
                .toList();
        replies.forEach(reply -> reply.join());
        Runtime.getRuntime().halt(HALTED);
    }
}
