package io.caravan.component.aggregate;

import io.caravan.store.aggregation.Group;
import io.caravan.store.aggregation.GroupKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Groups as this node has stored them last, so that they need not be read again; their versions tell if they are older than that. */
final class Remembered {
    private static final int MOST = 2_000;
    private static final int LARGEST = 64 * 1024;

    private final Map<GroupKey, Optional<Group>> groups = new LinkedHashMap<>(16, .75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<GroupKey, Optional<Group>> eldest) {
            return size() > MOST;
        }
    };

    /** The group, or that there is none; empty = it is not remembered. */
    synchronized Optional<Optional<Group>> get(GroupKey key) {
        return Optional.ofNullable(groups.get(key));
    }

    synchronized void put(GroupKey key, Optional<Group> group) {
        if (group.isPresent() && group.get().content().length() > LARGEST) {
            groups.remove(key);
        } else {
            groups.put(key, group);
        }
    }

    synchronized void forget(GroupKey key) {
        groups.remove(key);
    }
}
