package io.caravan.crash;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** The attempts that a dead Caravan had taken: what may have had an effect that nobody has written down. */
public final class InFlight {
    private static final String TAKEN =
            """
            SELECT flow_id || '/' || action || ' ' || attempt FROM outbox WHERE lease_epoch IS NOT NULL AND kind = 'action'
            """;

    private InFlight() {}

    /** Each as {@code flow/action attempt}. */
    public static Set<String> in(Path folder) {
        var taken = new TreeSet<String>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("caravan.db"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(TAKEN)) {
            while (result.next()) {
                taken.add(result.getString(1));
            }
            return taken;
        } catch (SQLException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
