package io.caravan.simulation;

import io.caravan.flow.Place;
import java.util.Optional;
import java.util.function.Function;

/** One thing that is expected of a story: where it is written, and what is to be said if it is not so. */
record Expectation(Place place, Function<Story, Optional<String>> judgement) {
    Optional<String> problem(Story story) {
        return judgement.apply(story).map(sentence -> place + ": " + sentence);
    }
}
