package io.caravan.component;

import io.caravan.dispatch.ActionRoute;
import io.caravan.dispatch.Ended;
import io.caravan.dispatch.Probe;
import io.caravan.dispatch.Work;
import io.caravan.flow.Action;
import io.caravan.flow.Announced;
import io.caravan.flow.Evaluation;
import io.caravan.flow.Failure;
import io.caravan.flow.Need;
import io.caravan.flow.Outcome;
import io.caravan.flow.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ServiceStatus;
import org.apache.camel.support.DefaultConsumer;

/** A route from {@code flow:NAME/ACTION}. */
final class ActionConsumer extends DefaultConsumer implements ActionRoute {
    private final FlowEndpoint endpoint;
    private static final String STOPPED = "CaravanStopped";
    private static final Failure CUT_SHORT = new Failure(
            "ToldToStop", "The attempt was told to stop; the steps that it had begun may have had an effect.");

    private final List<Need> needs;
    private final Evaluator evaluator;
    private final Secrets secrets;
    private final Map<Work.Identity, Exchange> running = new ConcurrentHashMap<>();

    ActionConsumer(FlowEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.needs = Need.list(endpoint.getNeeds());
        this.evaluator = new Evaluator(endpoint.getCamelContext());
        evaluator.check(endpoint);
        this.secrets = Secrets.of(endpoint.getCamelContext());
    }

    @Override
    public Evaluation evaluate(Work work, Action action, Instant met) {
        Exchange exchange = createExchange(false);
        try {
            Exchanges.fill(exchange, work);
            return evaluator.evaluate(exchange, action, met, work.body().isPresent());
        } finally {
            releaseExchange(exchange, false);
        }
    }

    @Override
    public Probe probe(Work work, String uri) {
        return Asides.probe(endpoint.getCamelContext(), uri, work);
    }

    /** Asks for the route, which gets another consumer when it is stopped and started. */
    @Override
    public boolean isRunning() {
        ServiceStatus status = endpoint.getCamelContext()
                .getRouteController()
                .getRouteStatus(getRoute().getRouteId());
        return status != null && status.isStarted();
    }

    @Override
    public List<Need> needs() {
        return needs;
    }

    @Override
    public void perform(Work work, Consumer<Ended> callback) {
        Exchange exchange = createExchange(false);
        Exchanges.fill(exchange, work);
        var sends = new Sends();
        exchange.setProperty(Sends.PROPERTY, sends);
        running.put(work.identity(), exchange);
        getAsyncProcessor().process(exchange, doneSync -> {
            running.remove(work.identity(), exchange);
            Ended how = end(exchange, sends);
            Ended ended = new Ended(
                    how.outcome(),
                    how.sends(),
                    Optional.ofNullable(exchange.getProperty(Announced.PROPERTY, Announced.class)),
                    how.absent());
            releaseExchange(exchange, false);
            callback.accept(ended);
        });
    }

    @Override
    public void stop(Work work) {
        Exchange exchange = running.get(work.identity());
        if (exchange != null) {
            exchange.setProperty(STOPPED, true);
            exchange.setRouteStop(true);
        }
    }

    private Ended end(Exchange exchange, Sends sends) {
        try {
            if (exchange.getProperty(STOPPED, false, boolean.class)) {
                return new Ended(Outcome.uncertain(CUT_SHORT), List.of());
            }
            return Outcomes.of(exchange).map(this::failed).orElseGet(() -> done(exchange, sends));
        } catch (RuntimeException notAResult) {
            return failed(Outcomes.of(notAResult));
        } finally {
            sends.close();
        }
    }

    private Ended failed(Outcome outcome) {
        return new Ended(outcome.told(secrets::without), List.of());
    }

    private static Ended done(Exchange exchange, Sends sends) {
        String json = Bodies.json(exchange);
        return new Ended(new Outcome.Done(Payload.inline(json)), sends.close());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Doors.of(endpoint.getCamelContext()).routes().add(this, endpoint);
    }
}
