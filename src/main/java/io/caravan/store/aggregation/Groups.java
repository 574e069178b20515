package io.caravan.store.aggregation;

import io.caravan.store.Statements;
import io.caravan.store.aggregation.MessageTable.Key;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Judges the changes of one batch, behind the locks of their keys, and writes those that hold: each table once for all of them. */
public final class Groups {
    private final Statements statements;
    private final long epoch;
    private final Map<GroupKey, String> before;
    private final Map<GroupKey, Optional<Group>> after = new TreeMap<>();
    private final Set<Key> known;
    private final TreeMap<Key, Instant> gathered = new TreeMap<>();
    private final List<Completions> completed = new ArrayList<>();

    /** @param epoch under which this node takes groups that are completed as taken */
    public Groups(Statements statements, List<Change> changes, long epoch) throws SQLException {
        this.statements = statements;
        this.epoch = epoch;
        this.before = GroupTable.versions(
                statements, changes.stream().map(Change::key).collect(Collectors.toCollection(TreeSet::new)));
        this.known = MessageTable.known(
                statements,
                changes.stream()
                        .flatMap(change -> keys(change).stream())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static List<Key> keys(Change change) {
        return change.messages().stream()
                .map(message -> new Key(change.key().aggregator(), message.id()))
                .toList();
    }

    /** What becomes of the change, after those that were judged before it. */
    public Verdict judge(Change change) {
        Set<String> repeated = keys(change).stream()
                .filter(key -> known.contains(key) || gathered.containsKey(key))
                .map(Key::message)
                .collect(Collectors.toCollection(HashSet::new));
        if (!repeated.isEmpty()) {
            return new Verdict.Repeated(repeated);
        }
        if (!version(change.key()).equals(change.before())) {
            return new Verdict.Moved();
        }
        after.put(change.key(), change.after());
        change.messages()
                .forEach(message ->
                        gathered.put(new Key(change.key().aggregator(), message.id()), message.forgottenAt()));
        completed.add(change.completed());
        return new Verdict.Stored(epoch);
    }

    private Optional<String> version(GroupKey key) {
        return after.containsKey(key) ? after.get(key).map(Group::version) : Optional.ofNullable(before.get(key));
    }

    /** Whether this node holds groups once the changes are written. */
    public boolean takesAny() {
        return completed.stream()
                .anyMatch(each -> each.taken() && !each.groups().isEmpty());
    }

    /** Writes what was judged as stored; false = something of it has been changed past the locks: all is to be undone and judged again. */
    public boolean write(Instant now) throws SQLException {
        var fresh = new TreeMap<GroupKey, Group>();
        var changed = new TreeMap<GroupKey, Group>();
        var gone = new HashMap<GroupKey, String>();
        after.forEach((key, group) -> {
            boolean existed = before.containsKey(key);
            group.ifPresent(left -> (existed ? changed : fresh).put(key, left));
            if (group.isEmpty() && existed) {
                gone.put(key, before.get(key));
            }
        });
        CompletedTable.insert(statements, completed, epoch, now);
        return MessageTable.insert(statements, gathered) == gathered.size()
                && GroupTable.insert(statements, fresh) == fresh.size()
                && GroupTable.update(statements, changed, before) == changed.size()
                && GroupTable.delete(statements, gone) == gone.size();
    }

    /** Of the deliveries, those whose groups were still held as they say; it does what follows from their ends. */
    public static Set<Delivery> settle(Statements statements, List<Delivery> deliveries) throws SQLException {
        List<Delivery> well =
                deliveries.stream().filter(each -> each.setback().isEmpty()).toList();
        List<Delivery> failed =
                deliveries.stream().filter(each -> each.setback().isPresent()).toList();
        var held = new HashSet<Delivery>();
        CompletedTable.delete(statements, well).stream().mapToObj(well::get).forEach(held::add);
        CompletedTable.putBack(statements, failed).stream()
                .mapToObj(failed::get)
                .forEach(held::add);
        return held;
    }
}
