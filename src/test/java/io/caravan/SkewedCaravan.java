package io.caravan;

import io.caravan.store.Observer;
import java.time.Clock;
import java.time.Duration;

/** A Caravan whose own clock is off. */
public final class SkewedCaravan {
    private SkewedCaravan() {}

    public static void main(String[] words) {
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.parse(words[0]));
        Runner.start(Settings.load(System.getenv(), System.getProperties()), clock, Observer.NONE);
    }
}
