package io.caravan.intake;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.rabbit.connection.PublisherCallbackChannelImpl;

/**
 * A channel that says why it was closed to whoever still waits for its confirms. Spring would ask a new channel instead, which has
 * nothing to confirm: a message that the broker has refused, or that was lost with the connection, would count as sent.
 */
final class ConfirmingChannel extends PublisherCallbackChannelImpl {
    ConfirmingChannel(Channel channel, ExecutorService threads) {
        super(channel, threads);
    }

    /** Called by Spring also when it finds the channel closed. */
    @Override
    public void close() throws IOException, TimeoutException {
        super.close();
        ShutdownSignalException reason = getCloseReason();
        if (reason != null && !reason.isInitiatedByApplication()) {
            throw reason;
        }
    }
}
