package io.caravan;

import io.caravan.flow.Refusal;
import io.caravan.routing.Reload;
import io.caravan.store.ConfigurationRefused;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.PropertyBindingException;

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
                .or(() -> option(cause))
                .orElseGet(() -> "Caravan cannot start: " + Reload.reason(cause));
        return new ConfigurationRefused(sentence, cause);
    }

    /** Only the name of Camel's own property is told: its value may be a secret, also where the name is misspelt. */
    private static Optional<String> option(Throwable failed) {
        return Stream.iterate(failed, Objects::nonNull, Throwable::getCause)
                .filter(PropertyBindingException.class::isInstance)
                .map(PropertyBindingException.class::cast)
                .filter(binding -> binding.getOptionPrefix() != null)
                .findFirst()
                .map(binding -> binding.getOptionPrefix().replaceFirst("\\.?$", ".") + binding.getOptionKey()
                        + " cannot be used: Camel knows no such option, or cannot make of its value what it needs;"
                        + " Camel's documentation has the names.");
    }
}
