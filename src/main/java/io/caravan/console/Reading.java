package io.caravan.console;

import io.caravan.http.Answers;
import io.caravan.http.Problem;
import io.caravan.store.Json;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a GET from the database, off the event loop. */
final class Reading implements Handler<RoutingContext> {
    /** Finds the answer. */
    @FunctionalInterface
    interface Source {
        Object answer(Question question) throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

    private final Source source;

    Reading(Source source) {
        this.source = source;
    }

    @Override
    public void handle(RoutingContext context) {
        context.vertx()
                .<String>executeBlocking(() -> Json.write(source.answer(new Question(context))), false)
                .onSuccess(body -> Answers.json(context, 200, body))
                .onFailure(thrown -> Answers.problem(context, problem(thrown)));
    }

    static Problem problem(Throwable thrown) {
        if (thrown instanceof Problem problem) {
            return problem;
        }
        if (thrown instanceof SQLException) {
            LOG.warn("the database cannot be read: {}", thrown.getMessage());
        } else {
            LOG.error("a question could not be answered", thrown);
        }
        return new Problem(503, "Not readable", "The database cannot be read at the moment; ask again later.");
    }
}
