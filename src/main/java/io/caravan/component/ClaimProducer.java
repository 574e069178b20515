package io.caravan.component;

import io.caravan.store.deposit.Deposits;
import io.caravan.store.deposit.Ticket;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** {@code to: claim:check-in} and {@code to: claim:check-out}. */
final class ClaimProducer extends DefaultAsyncProducer {
    private final ClaimEndpoint endpoint;
    private final ClaimOperation operation;

    ClaimProducer(ClaimEndpoint endpoint, ClaimOperation operation) {
        super(endpoint);
        this.endpoint = endpoint;
        this.operation = operation;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            Doors.Outside outside = Doors.of(exchange.getContext()).outside();
            Optional<Deposits.Elsewhere> elsewhere = Warehouse.of(exchange.getContext());
            Deposits deposits = outside.deposits().get();
            if (operation == ClaimOperation.CHECK_IN) {
                deposits.in(Bodies.deposit(exchange), endpoint.kept(), elsewhere)
                        .whenCompleteAsync(
                                (ticket, thrown) -> {
                                    if (thrown == null) {
                                        exchange.getMessage().setBody(ticket.toString());
                                    } else {
                                        exchange.setException(thrown);
                                    }
                                    callback.done(false);
                                },
                                outside.threads());
                return false;
            }
            exchange.getMessage()
                    .setBody(deposits.out(ticket(exchange), elsewhere).body());
        } catch (RuntimeException refused) {
            exchange.setException(refused);
        }
        callback.done(true);
        return true;
    }

    private static Ticket ticket(Exchange exchange) {
        return Ticket.read(String.valueOf(exchange.getMessage().getBody(String.class)));
    }
}
