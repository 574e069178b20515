package io.caravan.flow;

import java.time.Instant;
import java.util.Optional;

/**
 * What the evaluation of an action and its wait have brought: the key and the end of its wait, Caravan's id of the event that
 * came, whose budget within its destination it uses (blank = all of it), of an item of a list its value, and which run of the
 * action this is: 0 is the first, each restart of it by a person is another one, with an effect key of its own.
 */
public record Given(
        String key,
        Optional<Instant> until,
        Optional<String> event,
        String budgetKey,
        Optional<Payload> item,
        int run) {
    static final Given NOTHING = of(0);

    static Given of(int run) {
        return new Given("", Optional.empty(), Optional.empty(), "", Optional.empty(), run);
    }

    Given awaiting(String awaited, Optional<Instant> end) {
        return new Given(awaited, end, Optional.empty(), budgetKey, item, run);
    }

    Given arrived(String id) {
        return new Given(key, Optional.empty(), Optional.of(id), budgetKey, item, run);
    }

    Given budget(String name) {
        return new Given(key, until, event, name, item, run);
    }

    Given item(Payload value) {
        return new Given(key, until, event, budgetKey, Optional.of(value), run);
    }
}
