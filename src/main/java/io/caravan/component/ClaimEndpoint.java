package io.caravan.component;

import io.caravan.flow.Durations;
import java.time.Duration;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * The Claim Check: {@code check-in} puts the body on disk and leaves a ticket (a short text) in its place, {@code check-out}
 * swaps the ticket for the body again.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "claim",
        title = "Claim",
        syntax = "claim:operation",
        producerOnly = true,
        category = {Category.WORKFLOW})
public final class ClaimEndpoint extends DefaultEndpoint {
    private static final String USUAL = "{{caravan.claim.expires:30d}}";

    @UriPath(description = "check-in or check-out.", enums = "check-in,check-out")
    @Metadata(required = true)
    private String operation;

    @UriParam(
            label = "producer",
            description = "Only for check-in: how long the claim is kept, with its unit, e.g. 7d."
                    + " Default: caravan.claim.expires.")
    private String expires = "";

    private final ClaimOperation does;

    ClaimEndpoint(String uri, ClaimComponent component, ClaimOperation does) {
        super(uri, component);
        this.does = does;
        this.operation = does.word();
    }

    /** Refuses options that say nothing. */
    void check() {
        if (!expires.isEmpty() && does == ClaimOperation.CHECK_OUT) {
            throw new ResolveEndpointFailedException(
                    getEndpointUri(), "'expires' is said at claim:check-in, not at claim:check-out");
        }
        kept();
    }

    /** How long what is checked in is kept. */
    Duration kept() {
        String text = expires.isEmpty() ? getCamelContext().resolvePropertyPlaceholders(USUAL) : expires;
        return Durations.parse(text)
                .filter(duration -> !duration.isZero())
                .orElseThrow(() -> new ResolveEndpointFailedException(
                        getEndpointUri(),
                        "'expires' must be a duration with its unit, e.g. 7d, up to 36500d, not '" + text + "'"));
    }

    @Override
    public Producer createProducer() {
        return new ClaimProducer(this, does);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("A route cannot begin with claim:" + operation + "; it is a step.");
    }

    public String getOperation() {
        return operation;
    }

    public void setOperation(String operation) {
        this.operation = operation;
    }

    public String getExpires() {
        return expires;
    }

    public void setExpires(String expires) {
        this.expires = expires;
    }
}
