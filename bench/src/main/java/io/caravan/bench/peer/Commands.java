package io.caravan.bench.peer;

import io.caravan.bench.load.Load;
import io.caravan.bench.load.Start;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Obeys the harness: {@code burst FLOWS CALLERS} or {@code pace FROM FLOWS RATE} on a line, a report on a line as the answer;
 * ends with the harness.
 */
final class Commands {
    private final Start start;

    Commands(Start start) {
        this.start = start;
    }

    void obey() throws IOException {
        System.out.println("ready");
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(obey(line.split(" ")));
        }
        System.exit(0);
    }

    private String obey(String[] words) {
        var load = new Load(start);
        return switch (words[0]) {
            case "burst" -> load.burst(number(words[1]), number(words[2])).json();
            case "pace" ->
                load.pace(number(words[1]), number(words[2]), number(words[3])).json();
            default -> throw new IllegalArgumentException("unknown command " + words[0]);
        };
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }
}
