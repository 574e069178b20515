package io.caravan.store;

import io.caravan.postgres.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Connections on whose next commit something goes wrong: it takes place and the answer is lost, or the disk is full. */
public final class TroubledConnections {
    private final AtomicReference<SQLException> next = new AtomicReference<>();
    private volatile boolean full;
    private volatile int before;

    /** The next commit takes place, and throws. */
    public void loseNextAnswer(SQLException trouble) {
        next.set(trouble);
    }

    /** From now on SQLite's disk is full, or is not any more: what has changed anything does not commit. */
    public void fullDisk(boolean isFull) {
        full = isFull;
    }

    public DataSource around(DataSource real) {
        return proxy(DataSource.class, (self, method, arguments) -> {
            Object answer = call(real, method, arguments);
            return answer instanceof Connection connection ? troubled(connection) : answer;
        });
    }

    private Connection troubled(Connection real) {
        return proxy(Connection.class, (self, method, arguments) -> {
            if (isBegin(method, arguments)) {
                before = changes(real);
            } else if (full && isCommit(method, arguments) && changes(real) != before) {
                real.rollback();
                throw new SQLiteException("nothing more can be written", SQLiteErrorCode.SQLITE_FULL);
            }
            Object answer = call(real, method, arguments);
            SQLException trouble = isCommit(method, arguments) ? next.getAndSet(null) : null;
            if (trouble != null) {
                throw trouble;
            }
            return answer;
        });
    }

    private static int changes(Connection real) throws SQLException {
        try (var statement = real.createStatement();
                var result = statement.executeQuery("SELECT total_changes()")) {
            return result.getInt(1);
        }
    }

    private static boolean isBegin(Method method, Object[] arguments) {
        return !TestDatabase.isPostgres() && method.getName().equals("setAutoCommit") && arguments[0].equals(false);
    }

    private static boolean isCommit(Method method, Object[] arguments) {
        return method.getName().equals("commit")
                || method.getName().equals("setAutoCommit") && arguments[0].equals(true);
    }

    private static <T> T proxy(Class<T> type, java.lang.reflect.InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(TroubledConnections.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
