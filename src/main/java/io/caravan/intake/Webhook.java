package io.caravan.intake;

import io.caravan.flow.Event;
import io.caravan.http.Problem;
import io.caravan.store.journal.Accepted;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A step of a route from {@code platform-http:} with {@code useBodyHandler: false}: a third party's signed call becomes events, and
 * is answered when they are committed.
 */
public final class Webhook implements Processor {
    /** Accepts events, all in one commit. */
    @FunctionalInterface
    public interface Door extends Function<List<Event>, CompletableFuture<List<Accepted>>> {}

    /** The secret that the third party signs with (empty = it is not expected), and the property that holds it. */
    record Secret(String value, String property) {}

    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);

    private final ThirdParty thirdParty;
    private final Secret secret;
    private final Door door;
    private final Clock clock;
    private final Duration patience;
    private final LongAdder refused = new LongAdder();

    /** @param patience the third party's own */
    Webhook(ThirdParty thirdParty, Secret secret, Door door, Clock clock, Duration patience) {
        this.thirdParty = thirdParty;
        this.secret = secret;
        this.door = door;
        this.clock = clock;
        this.patience = patience;
    }

    String name() {
        return thirdParty.name();
    }

    /** How many calls bore no good signature. */
    long refused() {
        return refused.sum();
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Message message = exchange.getMessage();
        if (!(message.getBody() instanceof HttpServerRequest request)) {
            throw new IllegalStateException("the route from platform-http: must say useBodyHandler: false");
        }
        message.removeHeaders("*");
        try {
            answer(message, 200, "application/json", receive(request, deadline));
        } catch (Problem problem) {
            answer(
                    message,
                    problem.status(),
                    "application/problem+json",
                    problem.json().encode());
        }
    }

    private static void answer(Message message, int status, String type, String body) {
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setBody(body.getBytes(StandardCharsets.UTF_8));
        if (!body.isEmpty()) {
            message.setHeader(Exchange.CONTENT_TYPE, type);
        }
        if (status == 503) {
            message.setHeader("Retry-After", "1");
        }
    }

    /** The body of the answer. */
    private String receive(HttpServerRequest request, long deadline) throws InterruptedException {
        if (secret.value().isEmpty()) {
            throw new Problem(
                    503,
                    "Not expected",
                    "Calls from " + thirdParty.name() + " are not taken here until " + secret.property() + " is set.");
        }
        byte[] body = within(deadline, RawBody.of(request));
        var call = new SignedCall(request.method().name(), request.absoluteURI(), request.headers(), body);
        if (!thirdParty.hasSigned(call, secret.value(), clock.instant())) {
            refused.increment();
            LOG.info("a call to {} is not signed by {}", request.path(), thirdParty.name());
            throw new Problem(
                    401,
                    "Not signed",
                    "The call bears no valid signature of " + thirdParty.name()
                            + ", or it is older than five minutes; see docs/intake.md.");
        }
        ThirdParty.Said said = thirdParty.said(call, clock.instant());
        if (!said.events().isEmpty()) {
            within(deadline, door.apply(said.events()));
        }
        return said.answer();
    }

    private static <T> T within(long deadline, CompletableFuture<T> coming) throws InterruptedException {
        try {
            return coming.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new Problem(
                    503,
                    "Not yet stored",
                    "It is not stored yet; send it again, what is stored meanwhile is known then.");
        } catch (ExecutionException failed) {
            throw Refusals.problem(failed.getCause());
        }
    }
}
