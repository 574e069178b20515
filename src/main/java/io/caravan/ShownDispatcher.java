package io.caravan;

import io.caravan.watch.jmx.Dispatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dispatcher, for JMX. */
record ShownDispatcher(Settings settings, Engine engine) implements Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(ShownDispatcher.class);

    @Override
    public int getRunning() {
        return engine.dispatcher().running();
    }

    @Override
    public int getLimit() {
        return settings.number("caravan.attempts", 1);
    }

    @Override
    public int getWaitingEvents() {
        return engine.journal().waitingAccepts();
    }

    @Override
    public boolean isDraining() {
        return engine.journal().isDraining();
    }

    @Override
    public void drain() {
        engine.journal().drain();
        LOG.warn("this node takes no work any more, until it is resumed or started again");
    }

    @Override
    public void resume() {
        engine.journal().resume();
        LOG.info("this node takes work again");
    }
}
