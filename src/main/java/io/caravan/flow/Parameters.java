package io.caravan.flow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The parameters of one route, read one by one; what cannot be read is refused where it stands. */
final class Parameters {
    private final Declaration route;
    private final List<Refusal> refusals;

    Parameters(Declaration route, List<Refusal> refusals) {
        this.route = route;
        this.refusals = refusals;
    }

    String flow() {
        return route.flow();
    }

    String action() {
        return route.action();
    }

    boolean has(String option) {
        return route.options().containsKey(option);
    }

    boolean knows(String option) {
        return route.knows(option);
    }

    String text(String option) {
        return route.text(option);
    }

    void mustNotBeBlank(String option) {
        if (has(option) && text(option).isBlank()) {
            refuse(option, option + " is blank; take it out, or say what it shall be.");
        }
    }

    Optional<Duration> duration(String option) {
        return duration(option, duration -> !duration.isZero());
    }

    /** No time at all is one, too. */
    Optional<Duration> durationOrZero(String option) {
        return duration(option, any -> true);
    }

    private Optional<Duration> duration(String option, Predicate<Duration> allowed) {
        if (!knows(option)) {
            return Optional.empty();
        }
        Optional<Duration> read = Durations.parse(text(option)).filter(allowed);
        if (read.isEmpty()) {
            refuse(option, option + " '" + text(option) + "' " + Durations.problem(text(option)) + ".");
        }
        return read;
    }

    int number(String option, int least, int most, String meaning, int usual) {
        if (!knows(option)) {
            return usual;
        }
        try {
            int number = Integer.parseInt(text(option).strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // refused below like a number out of range
        }
        String range = most == Integer.MAX_VALUE ? "from " + least + " on" : "from " + least + " to " + most;
        refuse(option, option + " must be a whole number " + range + " (" + meaning + "), not '" + text(option) + "'.");
        return usual;
    }

    void refuse(String sentence) {
        refusals.add(new Refusal(route.place(), sentence));
    }

    void refuse(String option, String sentence) {
        refusals.add(new Refusal(route.placeOf(option), sentence));
    }
}
