package io.caravan.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Connections that stop where a test wants it: before or after the next statement that contains certain words. */
public final class Barriers {
    /** What the end of a transaction is called among the statements. */
    public static final String COMMIT = "COMMIT";

    private enum Side {
        BEFORE,
        AFTER
    }

    /** One stop; whoever comes there waits until the test lets it go. */
    public static final class Stop {
        private final Side side;
        private final String words;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        private Stop(Side side, String words) {
            this.side = side;
            this.words = words;
        }

        /** Waits until somebody stands here. */
        public Stop awaitReached() {
            await(reached, "nobody came to: " + words);
            return this;
        }

        public void goOn() {
            goOn.countDown();
        }
    }

    private final List<Stop> stops = new CopyOnWriteArrayList<>();

    public Stop before(String words) {
        return add(new Stop(Side.BEFORE, words));
    }

    public Stop after(String words) {
        return add(new Stop(Side.AFTER, words));
    }

    private Stop add(Stop stop) {
        stops.add(stop);
        return stop;
    }

    private void pass(Side side, String sql) {
        for (Stop stop : stops) {
            if (stop.side == side && sql.contains(stop.words) && stops.remove(stop)) {
                stop.reached.countDown();
                await(stop.goOn, "nobody said go on at: " + stop.words);
            }
        }
    }

    private static void await(CountDownLatch latch, String otherwise) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS), otherwise);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    public DataSource around(DataSource real) {
        return proxy(DataSource.class, (self, method, arguments) -> {
            Object answer = call(real, method, arguments);
            return answer instanceof Connection connection ? around(connection) : answer;
        });
    }

    private Connection around(Connection real) {
        return proxy(Connection.class, (self, method, arguments) -> {
            if (method.getName().equals("setAutoCommit") && arguments[0].equals(true)) {
                pass(Side.BEFORE, COMMIT);
                Object answer = call(real, method, arguments);
                pass(Side.AFTER, COMMIT);
                return answer;
            }
            Object answer = call(real, method, arguments);
            return answer instanceof PreparedStatement statement ? around(statement, (String) arguments[0]) : answer;
        });
    }

    private PreparedStatement around(PreparedStatement real, String sql) {
        return proxy(PreparedStatement.class, (self, method, arguments) -> {
            boolean executes = method.getName().startsWith("execute");
            if (executes) {
                pass(Side.BEFORE, sql);
            }
            Object answer = call(real, method, arguments);
            if (executes) {
                pass(Side.AFTER, sql);
            }
            return answer;
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Barriers.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
