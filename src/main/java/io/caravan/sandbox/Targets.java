package io.caravan.sandbox;

import java.time.Clock;
import java.util.List;

/** Stands in for whoever is POSTed to, under any name: it keeps what it is told, and answers 204. */
final class Targets {
    static final String PREFIX = "/sandbox/targets";

    private final Clock clock;

    Targets(Clock clock) {
        this.clock = clock;
    }

    private static final String KEEP =
            """
            INSERT INTO sandbox_post (seq, post) VALUES ((SELECT COALESCE(MAX(seq), 0) + 1 FROM sandbox_post), ?)
            """;

    Operation call(Ask ask) {
        List<String> name = ask.segmentsAfter(PREFIX);
        if (name.isEmpty()) {
            throw new Refused(Answer.problem(404, "Which target?", "Send POST to " + PREFIX + "/ and a name."));
        }
        if (!ask.verb().equals("POST")) {
            throw new Refused(Answer.problem(405, "Method not allowed", "Send POST; GET " + PREFIX + " lists all."));
        }
        if (ask.token().isEmpty()) {
            throw new Refused(Answer.problem(401, "Who are you?", "Send a bearer token."));
        }
        var body = ask.body()
                .object()
                .orElseThrow(() -> new Refused(Answer.problem(400, "Not JSON", "Send a JSON object.")));
        var post = Json.object().put("target", String.join("/", name));
        post.set("body", body);
        post.put("at", Moment.text(clock.instant()));
        return Operation.writing(transaction -> {
            transaction.update(KEEP, Json.write(post));
            return Answer.nothing(204);
        });
    }

    private static final String LIST =
            """
            SELECT seq, post FROM sandbox_post WHERE seq > ? ORDER BY seq LIMIT ?
            """;

    Operation list(Ask ask) {
        Page page = Page.asked(ask);
        return Operation.reading(transaction -> page.answer(transaction.all(
                LIST,
                row -> new Page.Item(row.getLong("seq"), Json.stored(row.getString("post"))),
                page.after(),
                page.reach())));
    }
}
