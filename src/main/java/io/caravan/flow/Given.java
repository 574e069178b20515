package io.caravan.flow;

import java.time.Instant;
import java.util.Optional;

/**
 * What the evaluation of an action and its wait have brought: the key and the end of its wait, Caravan's id of the event that
 * came, whose budget within its destination it uses (blank = all of it), and of an item of a list its value.
 */
public record Given(
        String key, Optional<Instant> until, Optional<String> event, String budgetKey, Optional<Payload> item) {
    static final Given NOTHING = new Given("", Optional.empty(), Optional.empty(), "", Optional.empty());

    Given awaiting(String awaited, Optional<Instant> end) {
        return new Given(awaited, end, Optional.empty(), budgetKey, item);
    }

    Given arrived(String id) {
        return new Given(key, Optional.empty(), Optional.of(id), budgetKey, item);
    }

    Given budget(String name) {
        return new Given(key, until, event, name, item);
    }

    Given item(Payload value) {
        return new Given(key, until, event, budgetKey, Optional.of(value));
    }
}
