package io.caravan;

import io.caravan.store.Database;
import io.caravan.store.view.Verification;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/**
 * {@code caravan verify}: whether the tables are what the journal adds up to. It only reads, and may run beside Caravan. Exit
 * code 0 = they are, 1 = they are not, 74 = the database could not be read to its end.
 */
final class Verify {
    private static final int DIFFERENT = 1;
    private static final int UNREADABLE = 74;

    private Verify() {}

    static int run(Settings settings, Consumer<String> out, LongConsumer progress) {
        DataSource database = settings.database()
                .map(Database::beside)
                .orElseGet(() -> Database.beside(settings.path("caravan.data")));
        try {
            Verification.Sum sum = new Verification(database).tell(out, progress);
            out.accept(sum.flows() + " flows verified, " + sum.differences() + " differences.");
            return sum.differences() == 0 ? 0 : DIFFERENT;
        } catch (SQLException unreadable) {
            out.accept("The database could not be read to its end: " + unreadable.getMessage());
            return UNREADABLE;
        }
    }
}
