package io.caravan.console.page;

import io.caravan.http.Answers;
import io.caravan.http.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the page at {@code /} and its files below {@code /console/}. Everybody gets them: there is nothing of this Caravan in them,
 * and the page asks for a token itself when the API does. They are read when somebody asks for the first time.
 */
public final class ConsolePage {
    private static final Logger LOG = LoggerFactory.getLogger(ConsolePage.class);

    /** Before the gate and before users' routes, but behind what holds for all requests. */
    private static final int FIRST = -1;

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    private @Nullable Future<PageFiles> files;

    public void mount(Router router) {
        router.route("/")
                .order(FIRST)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(this::index);
        router.route("/console/*")
                .order(FIRST)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(this::file);
    }

    private synchronized Future<PageFiles> files(RoutingContext context) {
        Future<PageFiles> read = files;
        if (read == null || read.failed()) {
            read = context.vertx().executeBlocking(PageFiles::read, false);
            files = read;
        }
        return read;
    }

    private void index(RoutingContext context) {
        files(context)
                .onSuccess(read -> {
                    String tag = "W/\"" + read.version() + "\"";
                    context.response().putHeader("ETag", tag).putHeader("Cache-Control", "no-cache");
                    if (tag.equals(context.request().getHeader("If-None-Match"))) {
                        context.response().setStatusCode(304).end();
                    } else {
                        send(context, read.index());
                    }
                })
                .onFailure(thrown -> broken(context, thrown));
    }

    private void file(RoutingContext context) {
        files(context)
                .onSuccess(read -> {
                    Optional<PageFile> found = read.at(context.normalizedPath());
                    if (found.isPresent()) {
                        context.response().putHeader("Cache-Control", "public, max-age=31536000, immutable");
                        send(context, found.get());
                    } else {
                        String sentence = "The console has no such file, or it is another version's; load / again.";
                        Answers.problem(context, new Problem(404, "Nothing here", sentence));
                    }
                })
                .onFailure(thrown -> broken(context, thrown));
    }

    private static void send(RoutingContext context, PageFile file) {
        HttpServerResponse response = context.response()
                .putHeader("Content-Type", file.type())
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Vary", "Accept-Encoding");
        String accepted = context.request().getHeader("Accept-Encoding");
        boolean compressed = accepted != null && accepted.contains("gzip");
        if (compressed) {
            response.putHeader("Content-Encoding", "gzip");
        }
        response.end(Buffer.buffer(compressed ? file.compressed() : file.content()));
    }

    private static void broken(RoutingContext context, Throwable thrown) {
        LOG.error("the console's files cannot be read", thrown);
        Answers.problem(context, new Problem(500, "No console", "The console's files cannot be read; the API works."));
    }
}
