package io.caravan.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;

/** A client with messages for an aggregator, which repeats those that were not answered; and what came out behind it. */
public final class Gathering {
    private static final String ROUTE =
            """
            - route:
                id: crates
                from:
                  uri: platform-http:/crates
                  steps:
                    - setHeader: { name: CaravanMessageId, simple: "${header.message}" }
                    - aggregate:
                        aggregationRepository: "#caravan"
                        aggregationStrategy: "#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy"
                        correlationExpression: { simple: "${header.key}" }
                        completionSize: 3
                        completionTimeout: 2000
                        steps:
                          - to: event:crate
            """;

    private static final int KEYS = 5;

    private final Path routes;
    private final Set<Integer> answered = new ConcurrentSkipListSet<>();

    public Gathering(Path folder) {
        try {
            this.routes = Files.createDirectories(folder.resolve("crates"));
            Files.writeString(routes.resolve("crates.camel.yaml"), ROUTE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public String property() {
        return "caravan.routes=" + routes;
    }

    /** Sends those of the messages up to this number that were not answered yet; the answer comes when each has met its fate. */
    public CompletableFuture<Void> send(Child child, int to) {
        return CompletableFuture.allOf(IntStream.range(0, to)
                .filter(number -> !answered.contains(number))
                .mapToObj(number -> one(child, number))
                .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<?> one(Child child, int number) {
        return child.post("/crates?key=k" + number % KEYS + "&message=m" + number, "" + number)
                .handle((response, broken) -> {
                    if (broken == null && response.statusCode() == 200) {
                        answered.add(number);
                    }
                    return null;
                });
    }

    public int answered() {
        return answered.size();
    }

    /** The messages in all groups that came out, sorted. */
    public static List<Integer> out(Child child) {
        var out = new ArrayList<Integer>();
        for (JsonNode event : child.list("/events?type=crate")) {
            child.get("/events/" + event.path("id").asText()).path("data").forEach(body -> out.add(body.asInt()));
        }
        Collections.sort(out);
        return out;
    }

    public static List<Integer> all(int to) {
        return IntStream.range(0, to).boxed().toList();
    }
}
