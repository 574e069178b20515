package io.caravan.connector;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** The body becomes the identity of the mail that was sent: to whom, and its Message-ID. */
public final class MailReceipt implements Processor {
    @Override
    public void process(Exchange exchange) throws MessagingException {
        Letter letter = exchange.getMessage().getBody(Letter.class);
        Map<String, Object> receipt = new LinkedHashMap<>();
        receipt.put("to", ((InternetAddress) letter.getRecipients(RecipientType.TO)[0]).getAddress());
        receipt.put("messageId", letter.getMessageID());
        exchange.getMessage().setBody(receipt);
    }
}
