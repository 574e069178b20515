package io.caravan.component;

import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Durable chains of actions: a route from flow:NAME shapes an event into a flow's input, a route from flow:NAME/ACTION does
 * one of the flow's actions once its needs are met; to flow:NAME starts a flow.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "flow",
        title = "Flow",
        syntax = "flow:name/action",
        category = {Category.WORKFLOW})
public final class FlowEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {
    private final String path;
    private final Map<String, String> options;

    @UriPath(description = "Name of the flow: lower-case letters, digits and hyphens.")
    @Metadata(required = true)
    private String name = "";

    @UriPath(description = "Name of the action; without it the route is the flow's trigger.")
    private String action = "";

    @UriParam(
            label = "consumer",
            description = "Types of the events that start the flow, separated by commas (trigger).")
    private String event = "";

    @UriParam(
            label = "consumer",
            description =
                    "Cron expression that starts the flow: minute hour day month weekday, or with seconds in front, e.g. 0 9 * * MON-FRI (trigger).")
    private String schedule = "";

    @UriParam(
            label = "consumer",
            defaultValue = "UTC",
            description = "Time zone of the schedule, e.g. Europe/Berlin (trigger).")
    private String timeZone = "";

    @UriParam(
            label = "consumer",
            description =
                    "Simple predicate: on the event, false = no flow (trigger); on input and results, false = skipped (action).")
    private String when = "";

    @UriParam(
            label = "consumer",
            description = "Simple expression: the business key to search by; default is the event's subject (trigger).")
    private String key = "";

    @UriParam(
            label = "consumer",
            description = "Simple expression: a key that starts the flow once, for ever (trigger).")
    private String once = "";

    @UriParam(
            label = "consumer",
            description = "Longest time from acceptance to the end, with its unit, e.g. 2d (trigger).")
    private String deadline = "";

    @UriParam(
            label = "consumer",
            description =
                    "Names of the actions that must have succeeded, separated by commas; b? is met however b is settled (action).")
    private String needs = "";

    @UriParam(
            label = "consumer",
            description =
                    "A RedeliveryPolicy bean, e.g. #patient; what it leaves at Camel's default is inherited from caravan.redelivery.* (action).")
    private String redeliveryPolicy = "";

    @UriParam(
            label = "consumer",
            description = "Redeliveries after the first attempt: 0 = none, -1 = for ever; wins over the bean (action).")
    private String maximumRedeliveries = "";

    @UriParam(
            label = "consumer",
            defaultValue = "5m",
            description = "Longest time of one attempt, with its unit; then its outcome is uncertain (action).")
    private String attemptTimeout = "";

    @UriParam(label = "consumer", description = "Whose budget an attempt uses, e.g. slack (action).")
    private String destination = "";

    @UriParam(
            label = "consumer",
            description = "How long to wait once the needs are met, e.g. 10m, or a Simple expression (action).")
    private String delay = "";

    @UriParam(
            label = "consumer",
            description = "Until when to wait, e.g. 2026-12-01T10:00:00Z, or a Simple expression; past = now (action).")
    private String at = "";

    @UriParam(
            label = "consumer",
            description = "For how long a once key is held, with its unit, e.g. 24h; default is for ever (trigger).")
    private String onceWithin = "";

    @UriParam(
            label = "consumer",
            description = "Simple expression: flows with the same value run one after another (trigger).")
    private String orderedBy = "";

    @UriParam(
            label = "consumer",
            description = "Types of events that end a running flow with its key, separated by commas (trigger).")
    private String cancelOn = "";

    @UriParam(
            label = "consumer",
            description = "Type of an event that the action waits for once its needs are met (action).")
    private String awaits = "";

    @UriParam(
            label = "consumer",
            description = "Simple expression: the awaited event's correlation, or else its subject (action).")
    private String correlate = "";

    @UriParam(
            label = "consumer",
            description = "How long before the flow's start the awaited event may have come, default 1h (action).")
    private String lookBack = "";

    @UriParam(label = "consumer", description = "Longest wait for the awaited event, with its unit, e.g. 2d (action).")
    private String timeout = "";

    @UriParam(
            label = "consumer",
            description = "What happens when the awaited event has not come: fail (default) or skip (action).")
    private String onTimeout = "";

    @UriParam(
            label = "consumer",
            description = "Simple expression that comes to a list: the route runs once for each item (action).")
    private String forEach = "";

    @UriParam(
            label = "consumer",
            description =
                    "Simple expression: which part of the destination's budget an attempt uses, e.g. a channel (action).")
    private String budgetKey = "";

    @UriParam(
            label = "consumer",
            description =
                    "A direct route that is asked before an uncertain attempt is repeated; it sets CaravanProbe (action).")
    private String probe = "";

    @UriParam(label = "consumer", description = "How many attempts of the action run at once on one node (action).")
    private String concurrency = "";

    @UriParam(
            label = "consumer",
            description =
                    "0 (default) to 9: each step goes ahead of others that are ready by a minute; of a trigger it is its actions' (both).")
    private String priority = "";

    @UriParam(
            label = "consumer",
            description = "Any endpoint; a copy of the action's dead letter is sent to it (action).")
    private String deadLetterUri = "";

    @UriParam(
            label = "consumer",
            description =
                    "The action whose effect this one undoes when the flow is cancelled or its deadline passes (action).")
    private String compensates = "";

    FlowEndpoint(String uri, FlowComponent component, String path, Map<String, String> options) {
        super(uri, component);
        this.path = path;
        this.options = Map.copyOf(options);
        int slash = path.indexOf('/');
        this.name = slash < 0 ? path : path.substring(0, slash);
        this.action = slash < 0 ? "" : path.substring(slash + 1);
    }

    @Override
    public Producer createProducer() {
        if (!action.isEmpty()) {
            throw new IllegalArgumentException("Nothing can be sent to the action flow:" + name + "/" + action
                    + ", which starts when its needs are met; send to flow:" + name + " to start a flow");
        }
        return new SendProducer(this, io.caravan.dispatch.Send.Kind.FLOW, name);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Consumer consumer =
                action.isEmpty() ? new TriggerConsumer(this, processor) : new ActionConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** A route that comes into force starts beside the one that it replaces. */
    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }

    /** {@code NAME} or {@code NAME/ACTION}, as written. */
    String path() {
        return path;
    }

    /** The parameters as written. */
    Map<String, String> options() {
        return options;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getAction() {
        return action;
    }

    public void setAction(String action) {
        this.action = action;
    }

    public String getEvent() {
        return event;
    }

    public void setEvent(String event) {
        this.event = event;
    }

    public String getSchedule() {
        return schedule;
    }

    public void setSchedule(String schedule) {
        this.schedule = schedule;
    }

    public String getTimeZone() {
        return timeZone;
    }

    public void setTimeZone(String timeZone) {
        this.timeZone = timeZone;
    }

    public String getWhen() {
        return when;
    }

    public void setWhen(String when) {
        this.when = when;
    }

    public String getKey() {
        return key;
    }

    public void setKey(String key) {
        this.key = key;
    }

    public String getOnce() {
        return once;
    }

    public void setOnce(String once) {
        this.once = once;
    }

    public String getDeadline() {
        return deadline;
    }

    public void setDeadline(String deadline) {
        this.deadline = deadline;
    }

    public String getNeeds() {
        return needs;
    }

    public void setNeeds(String needs) {
        this.needs = needs;
    }

    public String getRedeliveryPolicy() {
        return redeliveryPolicy;
    }

    public void setRedeliveryPolicy(String redeliveryPolicy) {
        this.redeliveryPolicy = redeliveryPolicy;
    }

    public String getMaximumRedeliveries() {
        return maximumRedeliveries;
    }

    public void setMaximumRedeliveries(String maximumRedeliveries) {
        this.maximumRedeliveries = maximumRedeliveries;
    }

    public String getAttemptTimeout() {
        return attemptTimeout;
    }

    public void setAttemptTimeout(String attemptTimeout) {
        this.attemptTimeout = attemptTimeout;
    }

    public String getDelay() {
        return delay;
    }

    public void setDelay(String delay) {
        this.delay = delay;
    }

    public String getAt() {
        return at;
    }

    public void setAt(String at) {
        this.at = at;
    }

    public String getDestination() {
        return destination;
    }

    public void setDestination(String destination) {
        this.destination = destination;
    }

    public String getOnceWithin() {
        return onceWithin;
    }

    public void setOnceWithin(String onceWithin) {
        this.onceWithin = onceWithin;
    }

    public String getOrderedBy() {
        return orderedBy;
    }

    public void setOrderedBy(String orderedBy) {
        this.orderedBy = orderedBy;
    }

    public String getCancelOn() {
        return cancelOn;
    }

    public void setCancelOn(String cancelOn) {
        this.cancelOn = cancelOn;
    }

    public String getAwaits() {
        return awaits;
    }

    public void setAwaits(String awaits) {
        this.awaits = awaits;
    }

    public String getCorrelate() {
        return correlate;
    }

    public void setCorrelate(String correlate) {
        this.correlate = correlate;
    }

    public String getLookBack() {
        return lookBack;
    }

    public void setLookBack(String lookBack) {
        this.lookBack = lookBack;
    }

    public String getTimeout() {
        return timeout;
    }

    public void setTimeout(String timeout) {
        this.timeout = timeout;
    }

    public String getOnTimeout() {
        return onTimeout;
    }

    public void setOnTimeout(String onTimeout) {
        this.onTimeout = onTimeout;
    }

    public String getForEach() {
        return forEach;
    }

    public void setForEach(String forEach) {
        this.forEach = forEach;
    }

    public String getBudgetKey() {
        return budgetKey;
    }

    public void setBudgetKey(String budgetKey) {
        this.budgetKey = budgetKey;
    }

    public String getProbe() {
        return probe;
    }

    public void setProbe(String probe) {
        this.probe = probe;
    }

    public String getConcurrency() {
        return concurrency;
    }

    public void setConcurrency(String concurrency) {
        this.concurrency = concurrency;
    }

    public String getPriority() {
        return priority;
    }

    public void setPriority(String priority) {
        this.priority = priority;
    }

    public String getDeadLetterUri() {
        return deadLetterUri;
    }

    public void setDeadLetterUri(String deadLetterUri) {
        this.deadLetterUri = deadLetterUri;
    }

    public String getCompensates() {
        return compensates;
    }

    public void setCompensates(String compensates) {
        this.compensates = compensates;
    }
}
