package io.caravan.component;

import io.caravan.dispatch.Send;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Sends the body as the data of an event: inside a flow it commits with the flow's trigger or action, elsewhere the step
 * ends after the event is on disk.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "event",
        title = "Event",
        syntax = "event:type",
        producerOnly = true,
        category = {Category.WORKFLOW})
public final class EventEndpoint extends DefaultEndpoint {
    @UriPath(description = "Type of the event.")
    @Metadata(required = true)
    private String type;

    EventEndpoint(String uri, EventComponent component, String type) {
        super(uri, component);
        this.type = type;
    }

    @Override
    public Producer createProducer() {
        return new SendProducer(this, Send.Kind.EVENT, type);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException(
                "A route cannot begin with event:" + type + "; begin it with flow:NAME?event=" + type + ".");
    }

    public String getType() {
        return type;
    }

    public void setType(String type) {
        this.type = type;
    }
}
