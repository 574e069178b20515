package io.caravan.store.aggregation;

import io.caravan.store.Statements;
import io.caravan.store.cluster.NodeTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** Reads groups, and what of them is due. */
public final class StoredGroups {
    private final DataSource reading;

    public StoredGroups(DataSource reading) {
        this.reading = reading;
    }

    /** The group as it stands. */
    public Optional<Group> read(GroupKey key) throws SQLException {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            return GroupTable.read(statements, key);
        }
    }

    /**
     * Groups whose time has come, the oldest first; and whether some completed group is to be delivered, if nobody does it yet.
     *
     * @param next when the next ones will be due; empty = nothing is waited for
     */
    public record Due(List<GroupKey> groups, boolean deliveries, Optional<Instant> next) {}

    /** What is due of these aggregators, at most so many groups; one transaction, for this is asked all the time. */
    public Due due(Collection<String> aggregators, Instant now, int most) throws SQLException {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            connection.setAutoCommit(false);
            return new Due(
                    GroupTable.due(statements, aggregators, now, most),
                    CompletedTable.isAnyDue(statements, aggregators, now),
                    NextDue.after(statements, aggregators, now));
        }
    }

    /** Completed groups that have not been delivered yet, and those of them whose delivery has failed before; each up to the limit. */
    public record Backlog(int waiting, int failing) {
        /** A count of so many means: so many at least. */
        public static final int MOST = 10_000;
    }

    public Backlog backlog() throws SQLException {
        try (Connection connection = reading.getConnection();
                var statements = new Statements(connection)) {
            return CompletedTable.backlog(statements, Backlog.MOST);
        }
    }

    /**
     * Takes completed groups of these aggregators that are due and that no living node holds; also those that this node holds
     * without knowing it, because the answer to a commit was lost. To be done by the writer.
     *
     * @param held the ids of those that this node knows that it holds
     */
    public static List<Taken> take(
            Statements statements, Collection<String> aggregators, Set<String> held, Taken.Limit limit, long epoch)
            throws SQLException {
        if (!NodeTable.confirm(statements, epoch)) {
            return List.of();
        }
        List<Taken> taken = CompletedTable.held(statements, epoch);
        taken.removeIf(each -> held.contains(each.group().id()));
        if (taken.size() >= limit.most()) {
            return taken.subList(0, limit.most());
        }
        taken.addAll(CompletedTable.take(
                statements, aggregators, new Taken.Limit(limit.now(), limit.most() - taken.size()), epoch));
        return taken;
    }
}
