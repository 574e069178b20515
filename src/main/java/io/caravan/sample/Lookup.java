package io.caravan.sample;

import io.caravan.http.Answers;
import io.caravan.http.Parameters;
import io.caravan.http.Problem;
import io.caravan.store.Json;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a GET from the tables, off the event loop. */
final class Lookup implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(Lookup.class);

    /** Finds the answer. */
    @FunctionalInterface
    interface Source {
        Object answer(Asked asked) throws SQLException;
    }

    /** What is asked: a part of the path, parts of the query. */
    record Asked(RoutingContext context) {
        String path(String name) {
            return Parameters.path(context, name);
        }

        Optional<String> query(String name) {
            return Parameters.query(context, name);
        }
    }

    private final Source source;

    Lookup(Source source) {
        this.source = source;
    }

    @Override
    public void handle(RoutingContext context) {
        context.vertx()
                .<String>executeBlocking(() -> Json.write(source.answer(new Asked(context))), false)
                .onSuccess(body -> Answers.json(context, 200, body))
                .onFailure(thrown -> Answers.problem(context, problem(thrown)));
    }

    private static Problem problem(Throwable thrown) {
        if (thrown instanceof Problem problem) {
            return problem;
        }
        if (thrown instanceof SQLException) {
            LOG.warn("the tables cannot be read: {}", thrown.getMessage());
        } else {
            LOG.error("a question could not be answered", thrown);
        }
        return new Problem(503, "Not readable", "The database cannot be read at the moment; ask again later.");
    }
}
