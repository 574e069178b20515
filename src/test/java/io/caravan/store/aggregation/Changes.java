package io.caravan.store.aggregation;

import io.caravan.store.Ids;
import io.caravan.store.MovedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes of the group {@code a/k} as tests write them, one word at a time. */
public final class Changes {
    public static final GroupKey KEY = new GroupKey("a", "k");

    private final Instant now = new MovedClock().instant();
    private final List<Change.Message> messages = new ArrayList<>();
    private final List<CompletedGroup> completed = new ArrayList<>();
    private GroupKey key = KEY;
    private Optional<String> before = Optional.empty();
    private Optional<Group> after = Optional.empty();
    private boolean taken;

    /** Messages of these ids are gathered. */
    public static Changes of(String... messages) {
        var changes = new Changes();
        for (String message : messages) {
            changes.messages.add(new Change.Message(message, changes.now.plus(Duration.ofDays(7))));
        }
        return changes;
    }

    public Changes under(String other) {
        key = new GroupKey("a", other);
        return this;
    }

    public Changes from(Change earlier) {
        before = earlier.after().map(Group::version);
        return this;
    }

    public Changes leaving(String content, int size) {
        after = Optional.of(new Group(Ids.next(), content, size, Optional.empty()));
        return this;
    }

    public Changes dueIn(Duration delay) {
        after = after.map(
                group -> new Group(group.version(), group.content(), group.size(), Optional.of(now.plus(delay))));
        return this;
    }

    public Changes completing(String content, int size) {
        completed.add(new CompletedGroup(Ids.next(), key, content, size, "size"));
        return this;
    }

    /** The node that writes the change delivers what it completes. */
    public Changes taken() {
        taken = true;
        return this;
    }

    public Change change() {
        return new Change(key, before, after, messages, new Completions(completed, taken));
    }
}
