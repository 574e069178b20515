package io.caravan.console.access;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import io.caravan.http.Problem;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an issuer, kept in memory and fetched again when they are old or when a token names a key that is not among them:
 * one fetch at a time, and not more often than a bound allows, whatever tokens are sent.
 */
final class SigningKeys {
    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration OLD = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final URI url;
    private final Clock clock;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private volatile JWKSet keys = new JWKSet();
    private CompletableFuture<Boolean> fetch = CompletableFuture.completedFuture(false);
    private Instant begun = Instant.MIN;

    SigningKeys(URI url, Clock clock) {
        this.url = url;
        this.clock = clock;
    }

    /** What is known now. */
    JWKSet known() {
        return keys;
    }

    /** Completes when the key that the header names is known; fails with 401 if the issuer has none, with 503 if it cannot be asked. */
    CompletableFuture<Void> have(JWSHeader header) {
        if (isKnown(header)) {
            if (clock.instant().isAfter(begun().plus(OLD))) {
                fetched();
            }
            return CompletableFuture.completedFuture(null);
        }
        return fetched().thenAccept(answered -> {
            if (!isKnown(header)) {
                throw answered ? Refusals.invalid("no key of the issuer has signed it") : away();
            }
        });
    }

    private boolean isKnown(JWSHeader header) {
        return !new JWKSelector(JWKMatcher.forJWSHeader(header)).select(keys).isEmpty();
    }

    private static Problem away() {
        return new Problem(503, "Not checked", "The issuer's keys cannot be fetched at the moment; ask again later.");
    }

    private synchronized Instant begun() {
        return begun;
    }

    /** A new fetch, the one that runs, or the last one if it is too early for another; says whether the issuer answered. */
    private synchronized CompletableFuture<Boolean> fetched() {
        Instant now = clock.instant();
        if (fetch.isDone() && (begun.equals(Instant.MIN) || !now.isBefore(begun.plus(PAUSE)))) {
            begun = now;
            fetch = answer().thenApply(this::take).exceptionally(this::told);
        }
        return fetch;
    }

    /** The request's own timeout ends with the answer's headers; a body that never ends would hold up everybody for ever. */
    private CompletableFuture<HttpResponse<String>> answer() {
        CompletableFuture<HttpResponse<String>> asked =
                client.sendAsync(HttpRequest.newBuilder(url).timeout(TIMEOUT).build(), BodyHandlers.ofString());
        return asked.copy()
                .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((answer, thrown) -> asked.cancel(true));
    }

    private boolean take(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("it answered " + answer.statusCode());
        }
        try {
            keys = JWKSet.parse(answer.body());
            return true;
        } catch (ParseException notKeys) {
            throw new IllegalStateException("its answer is not a set of keys", notKeys);
        }
    }

    private boolean told(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        LOG.warn(
                "caravan.jwt.jwks-url {} gives no keys ({}); those known before stay in use",
                url,
                cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
        return false;
    }
}
