package io.caravan.component;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.caravan.flow.Durations;
import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Reach;
import io.caravan.flow.Unsuccessful;
import io.caravan.store.claimcheck.ClaimMissing;
import io.caravan.store.deposit.ClaimDamaged;
import io.caravan.store.deposit.NotATicket;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * What a route's end means, in one place. The header {@code CaravanOutcome} (done, retry, rejected, uncertain, unavailable;
 * with {@code CaravanRetryAfter}, e.g. 30s; unavailable with {@code CaravanPause}: the destination rests) is believed first, then a connector's {@link Unsuccessful}, then:
 *
 * <table>
 * <caption>Default mapping</caption>
 * <tr><th>what happened</th><th>outcome</th></tr>
 * <tr><td>HTTP 408, 423, 425, 477</td><td>retry, after {@code Retry-After} if given</td></tr>
 * <tr><td>HTTP 429</td><td>the same, and all that use the destination leave it alone as long</td></tr>
 * <tr><td>any other HTTP 3xx or 4xx</td><td>rejected</td></tr>
 * <tr><td>HTTP 5xx to GET, HEAD or OPTIONS</td><td>retry: nothing but a read was asked for</td></tr>
 * <tr><td>any other HTTP 5xx</td><td>uncertain: the effect may have happened</td></tr>
 * <tr><td>refused connection, unknown host, no route, failed TLS handshake, an answer without TLS</td><td>retry: nothing was sent</td></tr>
 * <tr><td>a file that is not there</td><td>retry</td></tr>
 * <tr><td>any other I/O error, a timeout, an interruption</td><td>uncertain: the request may have been sent</td></tr>
 * <tr><td>a message that a broker did not confirm</td><td>see {@link BrokerAnswers}</td></tr>
 * <tr><td>taken by Camel's {@code deadLetterChannel}</td><td>rejected: the copy was sent</td></tr>
 * <tr><td>a body that cannot be a result or cannot be converted, what is not JSON</td><td>rejected</td></tr>
 * <tr><td>a ticket behind which nothing lies any more, or something else</td><td>rejected</td></tr>
 * <tr><td>anything else</td><td>retry</td></tr>
 * </table>
 */
final class Outcomes {
    private static final Duration UNAVAILABLE = Duration.ofSeconds(30);

    private Outcomes() {}

    /** The outcome of an exchange that has ended; empty = done, its body is the result. */
    static Optional<Outcome> of(Exchange exchange) {
        Optional<String> word = Optional.ofNullable(exchange.getMessage().getHeader("CaravanOutcome", String.class));
        Optional<Throwable> thrown = Optional.ofNullable(exchange.getException());
        if (word.isPresent()) {
            return said(word.get(), exchange, thrown);
        }
        if (thrown.isEmpty() && exchange.isRollbackOnly()) {
            return Optional.of(Outcome.retry(new Failure("Rollback", "The exchange was marked for rollback.")));
        }
        if (thrown.isEmpty() && DeadLetters.took(exchange)) {
            return Optional.of(new Outcome.Rejected(Failure.of(caught(exchange))));
        }
        return thrown.map(Outcomes::of);
    }

    private static Throwable caught(Exchange exchange) {
        return exchange.getProperty(
                Exchange.EXCEPTION_CAUGHT, new IllegalStateException("taken by a deadLetterChannel"), Throwable.class);
    }

    private static Optional<Outcome> said(String word, Exchange exchange, Optional<Throwable> thrown) {
        Failure failure = thrown.map(Failure::of)
                .orElseGet(() -> new Failure("CaravanOutcome", "The route said '" + word + "'."));
        Optional<Duration> after = Optional.ofNullable(
                        exchange.getMessage().getHeader("CaravanRetryAfter", String.class))
                .flatMap(Durations::parse);
        return switch (word) {
            case "done" -> Optional.empty();
            case "retry" -> Optional.of(new Outcome.Retry(failure, after));
            case "rejected" -> Optional.of(new Outcome.Rejected(failure));
            case "uncertain" -> Optional.of(new Outcome.Uncertain(failure, after));
            case "unavailable" ->
                Optional.of(new Outcome.Unavailable(
                        pauses(exchange) ? new Failure(Failure.AUTH, failure.message()) : failure,
                        after.orElse(UNAVAILABLE)));
            default ->
                Optional.of(new Outcome.Rejected(new Failure(
                        "UnknownOutcome",
                        "The header CaravanOutcome is '" + word
                                + "'; it must be done, retry, rejected, uncertain or unavailable.")));
        };
    }

    private static boolean pauses(Exchange exchange) {
        return exchange.getMessage().getHeader("CaravanPause", false, boolean.class);
    }

    /** The outcome that an exception means. */
    static Outcome of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            Optional<Outcome> known = known(cause);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return Outcome.retry(Failure.of(thrown));
    }

    private static Optional<Outcome> known(Throwable cause) {
        if (cause instanceof SSLException && cause.getCause() instanceof NotSslRecordException) {
            return Optional.of(Outcome.retry(Failure.of(cause)));
        }
        if (cause instanceof Unsuccessful unsuccessful) {
            return Optional.of(unsuccessful.outcome());
        }
        if (BrokerAnswers.isOf(cause)) {
            return BrokerAnswers.of(cause);
        }
        if (cause instanceof HttpOperationFailedException http) {
            return Optional.of(http(http));
        }
        if (cause instanceof NotJson
                || cause instanceof JsonProcessingException
                || cause instanceof NotATicket
                || cause instanceof ClaimDamaged
                || cause instanceof InvalidPayloadException
                || cause instanceof NoTypeConversionAvailableException) {
            return Optional.of(new Outcome.Rejected(Failure.of(cause)));
        }
        if (cause instanceof ClaimMissing missing) {
            return Optional.of(
                    missing.isForGood() ? new Outcome.Rejected(Failure.of(cause)) : Outcome.retry(Failure.of(cause)));
        }
        if (cause instanceof ClaimNotKept) {
            return Optional.of(Outcome.retry(Failure.of(cause)));
        }
        if (cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof SSLHandshakeException
                || cause instanceof FileNotFoundException
                || cause instanceof NoSuchFileException) {
            return Optional.of(Outcome.retry(Failure.of(cause)));
        }
        if (cause instanceof IOException
                || cause instanceof TimeoutException
                || cause instanceof ExchangeTimedOutException
                || cause instanceof InterruptedException
                || cause instanceof io.vertx.core.VertxException) {
            return Optional.of(Outcome.uncertain(Failure.of(cause)));
        }
        return Optional.empty();
    }

    private static Outcome http(HttpOperationFailedException http) {
        int status = http.getStatusCode();
        var failure = new Failure("HTTP " + status, "HTTP " + status + " " + http.getStatusText());
        return switch (status) {
            case 429 -> new Outcome.Retry(failure, retryAfter(http.getResponseHeaders()), Reach.DESTINATION);
            case 408, 423, 425, 477 -> new Outcome.Retry(failure, retryAfter(http.getResponseHeaders()));
            default -> status >= 500 ? broken(http, failure) : new Outcome.Rejected(failure);
        };
    }

    private static Outcome broken(HttpOperationFailedException http, Failure failure) {
        return http instanceof HttpReads.FailedRead ? Outcome.retry(failure) : Outcome.uncertain(failure);
    }

    private static Optional<Duration> retryAfter(@org.jspecify.annotations.Nullable Map<String, String> headers) {
        if (headers == null) {
            return Optional.empty();
        }
        return headers.entrySet().stream()
                .filter(header -> "Retry-After".equalsIgnoreCase(header.getKey()))
                .filter(header -> header.getValue().matches("\\d{1,6}"))
                .map(header -> Duration.ofSeconds(Long.parseLong(header.getValue())))
                .findFirst();
    }
}
