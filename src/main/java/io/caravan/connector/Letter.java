package io.caravan.connector;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** A mail that knows whether it has been handed to a server: from then on the server may deliver it. */
final class Letter extends MimeMessage {
    private Optional<String> id = Optional.empty();
    private volatile boolean handedOver;

    Letter() {
        super((Session) null);
    }

    /** Gives it a Message-ID that stays when it is saved. */
    void name(String messageId) {
        id = Optional.of(messageId);
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        if (id.isPresent()) {
            setHeader("Message-ID", id.get());
        } else {
            super.updateMessageID();
        }
    }

    @Override
    public void writeTo(OutputStream server, String[] without) throws IOException, MessagingException {
        handedOver = true;
        super.writeTo(server, without);
    }

    boolean isHandedOver() {
        return handedOver;
    }
}
