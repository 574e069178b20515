package io.caravan.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** Connections on whose next commit something goes wrong after it has taken place: the answer is lost. */
public final class TroubledConnections {
    private final AtomicReference<SQLException> next = new AtomicReference<>();

    /** The next commit takes place, and throws. */
    public void loseNextAnswer(SQLException trouble) {
        next.set(trouble);
    }

    public DataSource around(DataSource real) {
        return proxy(DataSource.class, (self, method, arguments) -> {
            Object answer = call(real, method, arguments);
            return answer instanceof Connection connection ? troubled(connection) : answer;
        });
    }

    private Connection troubled(Connection real) {
        return proxy(Connection.class, (self, method, arguments) -> {
            Object answer = call(real, method, arguments);
            SQLException trouble = isCommit(method, arguments) ? next.getAndSet(null) : null;
            if (trouble != null) {
                throw trouble;
            }
            return answer;
        });
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
