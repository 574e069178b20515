package io.caravan.component;

import io.caravan.dispatch.Send;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** {@code to: event:TYPE} and {@code to: flow:NAME}. */
final class SendProducer extends DefaultAsyncProducer {
    private final Send.Kind kind;
    private final String name;

    SendProducer(Endpoint endpoint, Send.Kind kind, String name) {
        super(endpoint);
        this.kind = kind;
        this.name = name;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            var send = new Send(kind, name, Bodies.json(exchange));
            Sends inside = exchange.getProperty(Sends.PROPERTY, Sends.class);
            if (inside == null) {
                Doors.Outside outside = Doors.of(exchange.getContext()).outside();
                outside.acceptance()
                        .accept(
                                send,
                                LiveId.written(String.valueOf(exchange.getFromRouteId())),
                                GroupSends.id(exchange, kind, name))
                        .whenCompleteAsync(
                                (accepted, thrown) -> {
                                    if (thrown != null) {
                                        exchange.setException(thrown);
                                    }
                                    callback.done(false);
                                },
                                outside.threads());
                return false;
            }
            inside.add(send);
        } catch (RuntimeException refused) {
            exchange.setException(refused);
        }
        callback.done(true);
        return true;
    }
}
