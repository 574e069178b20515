package io.caravan;

import io.caravan.flow.Refusal;
import io.caravan.routing.Reload;
import io.caravan.store.ConfigurationRefused;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Why Caravan does not start, in a sentence for whoever wrote the configuration or the routes. */
final class RefusedStart {
    private RefusedStart() {}

    static void unlessNone(List<Refusal> refusals) {
        if (!refusals.isEmpty()) {
            throw new ConfigurationRefused("the routes cannot be used:\n"
                    + refusals.stream().map(Refusal::toString).collect(Collectors.joining("\n")));
        }
    }

    /** @param reload knows in which file and line of the routes a cause lies */
    static ConfigurationRefused because(Exception failed, CompletableFuture<Reload> reload) {
        Throwable cause = failed;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof ConfigurationRefused refused ? refused : because(cause, reload.join());
    }

    private static ConfigurationRefused because(Throwable cause, Reload reload) {
        String sentence = reload.because(cause)
                .map(refusal -> "the routes cannot be used:\n" + refusal)
                .orElseGet(() -> "Caravan cannot start: " + Reload.reason(cause));
        return new ConfigurationRefused(sentence, cause);
    }
}
