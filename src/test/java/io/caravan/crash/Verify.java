package io.caravan.crash;

import io.caravan.store.Database;
import io.caravan.store.view.Verification;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Asks the product whether its tables are what the journal adds up to, and looks for rows that lost their partner. */
public final class Verify {
    private Verify() {}

    private static final String LOST =
            """
            SELECT 'once key without its flow: ' || key FROM once WHERE flow_id NOT IN (SELECT id FROM flow)
            """;

    /** Every disagreement, as a sentence. */
    public static List<String> complaints(Path folder) {
        return complaints(Database.beside(folder));
    }

    /** Every disagreement in this database. */
    public static List<String> complaints(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet lost = statement.executeQuery(LOST)) {
            var complaints = new ArrayList<>(new Verification(database).differences());
            while (lost.next()) {
                complaints.add(lost.getString(1));
            }
            return complaints;
        } catch (SQLException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
