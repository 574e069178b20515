package io.caravan.routing;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the folder and tells a change once it has come to rest: when looks one after another see the same. */
final class RouteWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RouteWatch.class);
    private static final int LOOKS = 2;
    /** A file without content is more often half written than meant. */
    private static final int LOOKS_AT_EMPTY = 8;

    private final RouteFolder folder;
    private Snapshot told;
    private Snapshot seen;
    private int same = 1;
    private String trouble = "";

    RouteWatch(RouteFolder folder, Snapshot told) {
        this.folder = folder;
        this.told = told;
        this.seen = told;
    }

    /** What the folder holds, if that is not what was told last. */
    Optional<Snapshot> look() {
        try {
            Snapshot now = folder.read();
            if (now.all().isEmpty() && !folder.exists()) {
                complain("the folder of the routes is not there; the routes in force go on");
                return Optional.empty();
            }
            trouble = "";
            return look(now);
        } catch (IOException | RuntimeException moving) {
            complain("the routes cannot be read (" + moving.getMessage() + "); those in force go on");
            return Optional.empty();
        }
    }

    private Optional<Snapshot> look(Snapshot now) {
        same = now.equals(seen) ? same + 1 : 1;
        seen = now;
        int needed = now.isEmptiedFrom(told) ? LOOKS_AT_EMPTY : LOOKS;
        if (same < needed || now.equals(told)) {
            return Optional.empty();
        }
        told = now;
        return Optional.of(now);
    }

    /** What the folder holds is to be told again, unless it is this. */
    void forgetAllBut(Snapshot inForce) {
        told = inForce;
    }

    private void complain(String sentence) {
        if (!trouble.equals(sentence)) {
            LOG.warn(sentence);
        }
        trouble = sentence;
        same = 0;
    }
}
