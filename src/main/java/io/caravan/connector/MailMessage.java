package io.caravan.connector;

import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Unsuccessful;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Makes the body the mail that is to be sent, with a Message-ID that is the same for every attempt. */
public final class MailMessage implements Processor {
    /** Stands for a server that nobody has named: a host of the domain that can never be. */
    public static final String NO_HOST = "caravan.mail.host.invalid";

    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final Duration UNTIL_THERE_IS_A_HOST = Duration.ofMinutes(1);

    @Override
    public void process(Exchange exchange) throws MessagingException {
        Said said = new Said(exchange);
        if (said.text("mailHost").orElse(NO_HOST).equals(NO_HOST)) {
            throw new Unsuccessful(new Outcome.Unavailable(
                    new Failure(
                            "NoMailServer", "There is no mail server: set caravan.mail.host, and caravan.mail.from."),
                    UNTIL_THERE_IS_A_HOST));
        }
        InternetAddress from = address(said.demand("mailFrom", "No sender: give the parameter `from`."));
        InternetAddress to = address(said.demand("mailTo", "No address to send to: give the parameter `to`."));
        var letter = new Letter();
        letter.setFrom(from);
        letter.setRecipient(RecipientType.TO, to);
        letter.setSubject(line(said.text("mailSubject").orElse("")), UTF_8);
        letter.setText(
                said.text("mailText")
                        .orElseGet(() -> textOf(exchange.getMessage().getBody())),
                UTF_8);
        letter.setHeader("Auto-Submitted", "auto-generated");
        said.text("mailKey").ifPresent(key -> letter.name(messageId(key, from)));
        exchange.getMessage().setBody(letter);
    }

    /** One address, or the attempt is rejected: two in one mail could not be repeated one by one. */
    private static InternetAddress address(String text) {
        try {
            InternetAddress[] addresses = InternetAddress.parse(line(text), true);
            if (addresses.length != 1) {
                throw rejected("'" + text + "' is not one address; for several use forEach.");
            }
            addresses[0].validate();
            return addresses[0];
        } catch (AddressException wrong) {
            throw rejected("'" + text + "' is not a mail address: " + wrong.getMessage() + ".");
        }
    }

    private static Unsuccessful rejected(String sentence) {
        return new Unsuccessful(new Outcome.Rejected(new Failure("NotAnAddress", sentence)));
    }

    /** Nobody's name may begin a header of its own. */
    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private static String messageId(String key, InternetAddress from) {
        String address = from.getAddress();
        return "<" + key.replaceAll("[^A-Za-z0-9-]", ".") + "@" + address.substring(address.indexOf('@') + 1) + ">";
    }

    private static String textOf(Object body) {
        Object text = body instanceof Map<?, ?> fields ? fields.get("text") : body;
        return text == null ? "" : Said.words(text);
    }
}
