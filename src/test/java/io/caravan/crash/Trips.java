package io.caravan.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** A client that books trips and withdraws all of them; each booking and each cancellation is a message to Slack. */
final class Trips {
    private static final String ROUTES =
            """
            - route:
                id: trip
                from:
                  uri: flow:trip
                  parameters: { event: trip, key: "${body[n]}", cancelOn: trip.withdrawn }
                  steps: [ { log: { message: "trip ${body[n]}", loggingLevel: DEBUG } } ]
            - route:
                id: trip.hotel
                from:
                  uri: flow:trip/hotel
                  steps:
                    - to: { uri: kamelet:slack-post-message-action, parameters: { text: "hotel ${body[n]}" } }
            - route:
                id: trip.flight
                from:
                  uri: flow:trip/flight
                  parameters: { needs: hotel }
                  steps:
                    - to: { uri: kamelet:slack-post-message-action, parameters: { text: "flight ${body[n]}" } }
            - route:
                id: trip.start
                from:
                  uri: flow:trip/start
                  parameters: { needs: flight, delay: 1h }
                  steps: [ { log: "start" } ]
            - route:
                id: trip.no-hotel
                from:
                  uri: flow:trip/no-hotel
                  parameters: { compensates: hotel }
                  steps:
                    - to: { uri: kamelet:slack-post-message-action, parameters: { text: "no hotel ${body[n]}" } }
            - route:
                id: trip.no-flight
                from:
                  uri: flow:trip/no-flight
                  parameters: { compensates: flight }
                  steps:
                    - to: { uri: kamelet:slack-post-message-action, parameters: { text: "no flight ${body[n]}" } }
            """;

    private final Path routes;

    Trips(Path folder) {
        try {
            this.routes = Files.createDirectories(folder.resolve("trips"));
            Files.writeString(routes.resolve("trip.camel.yaml"), ROUTES);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String property() {
        return "caravan.routes=" + routes;
    }

    /** Books the trips with these numbers; the answer is what was not accepted, each with the reason. */
    static List<String> book(Child child, int from, int to) {
        return send(
                child, from, to, "{\"type\":\"trip\",\"source\":\"/trips\",\"id\":\"b-%1$d\",\"data\":{\"n\":%1$d}}");
    }

    /** Withdraws them, again or for the first time; the answer is what was not accepted, each with the reason. */
    static List<String> withdraw(Child child, int from, int to) {
        return send(
                child,
                from,
                to,
                """
                {"type":"trip.withdrawn","source":"/trips","id":"w-%1$d","subject":"%1$d","data":{}}
                """);
    }

    private static List<String> send(Child child, int from, int to, String event) {
        List<CompletableFuture<String>> answers = IntStream.range(from, to)
                .mapToObj(number -> child.post("/events", event.formatted(number))
                        .handle((answer, broken) -> broken != null
                                ? broken.toString()
                                : answer.statusCode() == 202 ? "" : answer.statusCode() + " " + answer.body()))
                .toList();
        return answers.stream()
                .map(CompletableFuture::join)
                .filter(answer -> !answer.isEmpty())
                .toList();
    }

    /** How often Slack received each message. */
    static Map<String, Integer> messages(Child child) {
        var messages = new HashMap<String, Integer>();
        child.list("/sandbox/slack/messages")
                .forEach(message -> messages.merge(message.path("text").asText(), 1, Integer::sum));
        return messages;
    }

    /** A sentence for each booking that stands, and each cancellation without one, made twice, or in the wrong order. */
    static List<String> complaints(Child child) {
        Map<String, Integer> messages = messages(child);
        var complaints = new ArrayList<String>();
        for (JsonNode line : child.list("/flows?name=trip")) {
            JsonNode flow = child.get("/flows/" + line.path("id").asText());
            String number = flow.path("key").asText();
            var undone = new ArrayList<String>();
            int lost = 0;
            for (JsonNode fact : flow.path("facts")) {
                String action = fact.path("action").asText();
                if (fact.path("type").asText().equals("succeeded") && action.startsWith("no-")) {
                    undone.add(action);
                }
                lost += fact.toString().contains("\"AttemptLost\"") ? 1 : 0;
            }
            boolean flown = messages.containsKey("flight " + number);
            if (!undone.equals(flown ? List.of("no-flight", "no-hotel") : List.of("no-hotel"))) {
                complaints.add("trip " + number + " undid " + undone + ", flown: " + flown);
            }
            for (String booking : List.of("hotel ", "flight ")) {
                boolean booked = messages.containsKey(booking + number);
                int cancelled = messages.getOrDefault("no " + booking + number, 0);
                if (booked != cancelled > 0 || cancelled > 1 + lost) {
                    complaints.add(booking + number + ": booked " + booked + ", cancelled " + cancelled
                            + " times, lost " + lost);
                }
            }
        }
        return complaints;
    }
}
