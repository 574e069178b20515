package io.caravan.watch.jmx;

import io.caravan.http.Answers;
import io.caravan.http.Problem;
import io.caravan.http.Resource;
import io.caravan.http.SmallBody;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * JMX over HTTP, as Hawtio speaks it; loaded when it is first asked for. GET only reads: a page in somebody's browser can send a
 * GET without telling where it comes from, a POST it cannot.
 */
public final class Jolokia implements AutoCloseable {
    private static final String PATH = "/observe/jolokia";
    private static final Set<String> READING = Set.of("read", "list", "search", "version", "");
    private static final Pattern LOOPBACK =
            Pattern.compile("https?://(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?(/.*)?", Pattern.CASE_INSENSITIVE);

    private Optional<JolokiaAgent> agent = Optional.empty();
    private boolean closed;

    public void mount(Router router) {
        Resource.get(router, PATH).handler(this::read);
        Resource.get(router, PATH + "/*").handler(this::read);
        router.post(PATH).handler(this::take);
        router.post(PATH + "/*").handler(this::take);
    }

    private void read(RoutingContext context) {
        String path = context.normalizedPath().substring(PATH.length()).replaceFirst("^/+", "");
        String asked = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        if (!READING.contains(asked.replaceFirst("/.*", ""))
                || context.request().getParam("p") != null) {
            throw new Problem(
                    405, "Only reading", "A GET may read, list, search or ask for the version; POST everything else.");
        }
        answer(context, each -> each.get(context.request().uri(), "/" + asked));
    }

    private void take(RoutingContext context) {
        SmallBody.read(
                context,
                body -> answer(context, each -> each.post(context.request().uri(), body.getBytes())));
    }

    private void answer(RoutingContext context, Function<JolokiaAgent, String> question) {
        if (isForeign(context.request())) {
            throw new Problem(
                    403, "Another origin", "JMX is not open to pages of other machines; ask without a browser.");
        }
        context.vertx()
                .executeBlocking(() -> question.apply(agent()), false)
                .onSuccess(json -> Answers.json(context, 200, json))
                .onFailure(context::fail);
    }

    /** Pages that this machine serves itself, as Hawtio's, may ask; a name that somebody else makes point here may not. */
    private static boolean isForeign(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader("Origin"))
                .or(() -> Optional.ofNullable(request.getHeader("Referer")))
                .filter(origin -> !LOOPBACK.matcher(origin).matches())
                .isPresent();
    }

    private synchronized JolokiaAgent agent() {
        if (closed) {
            throw new IllegalStateException("Caravan is stopping.");
        }
        if (agent.isEmpty()) {
            agent = Optional.of(new JolokiaAgent());
        }
        return agent.get();
    }

    @Override
    public synchronized void close() {
        closed = true;
        agent.ifPresent(JolokiaAgent::close);
    }
}
