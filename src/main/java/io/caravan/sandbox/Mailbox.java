package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Keeps the mails that were handed over, as a mail server keeps them: a repeat is a mail of its own. */
final class Mailbox {
    private final Clock clock;
    private final Door door;

    Mailbox(Clock clock, Door door) {
        this.clock = clock;
        this.door = door;
    }

    private static final String KEEP =
            """
            INSERT INTO sandbox_mail (seq, mail) VALUES ((SELECT COALESCE(MAX(seq), 0) + 1 FROM sandbox_mail), ?)
            """;

    /** The status of the verdict is SMTP's; a fault may be planted at {@code /mail/} and the first recipient's address. */
    CompletableFuture<Verdict> keep(String sender, List<String> recipients, String content) {
        ObjectNode mail = Json.object().put("sender", sender);
        ArrayNode to = mail.putArray("recipients");
        recipients.forEach(to::add);
        read(content, mail);
        mail.put("at", Moment.text(clock.instant()));
        Operation keeping = Operation.writing(transaction -> {
            transaction.update(KEEP, Json.write(mail));
            return new Answer(250, java.util.Map.of(), "kept");
        });
        return door.judged(keeping, "/mail/" + recipients.get(0));
    }

    private static void read(String content, ObjectNode mail) {
        try {
            var message =
                    new MimeMessage((Session) null, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
            mail.put("from", message.getHeader("From", ", "));
            mail.put("to", message.getHeader("To", ", "));
            mail.put("subject", message.getSubject());
            mail.put("messageId", message.getMessageID());
            mail.put("text", message.getContent() instanceof String text ? text.stripTrailing() : content);
        } catch (MessagingException | IOException unreadable) {
            mail.put("text", content);
        }
    }
}
