package io.caravan.bench.stub;

import java.util.List;

/** How often each step was posted, how often a flow's step was posted again, how often without the ids that it needs. */
public record Counts(List<Integer> posts, int again, int withoutIds) {
    public double perFlow(int flows) {
        return posts.stream().mapToInt(Integer::intValue).sum() / (double) flows;
    }

    /** These counts; losses, repeats and steps that came without what they need are refused. */
    public Counts checked(String who, int flows) {
        boolean exact = posts.stream().allMatch(count -> count == flows);
        if (!exact || again > 0 || withoutIds > 0) {
            throw new IllegalStateException(who + " did not do what it was measured for: " + flows + " flows, posts "
                    + posts + ", " + again + " repeated, " + withoutIds + " without ids");
        }
        return this;
    }
}
