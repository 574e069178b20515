package io.caravan.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.caravan.flow.Outcome;
import io.caravan.flow.Unsuccessful;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kamelet mail-send-action against a real SMTP server, and against one that says what no real one would say on demand. */
class MailsTest {
    private static final String ROUTES =
            """
            - route:
                id: send
                from:
                  uri: direct:send
                  steps:
                    - to:
                        uri: kamelet:mail-send-action
                        parameters:
                          to: "${body[to]}"
                          subject: "News of ${body[name]}"
                          text: "Dear ${body[name]}"
                          from: "Caravan <caravan@example.org>"
                          host: "%s"
                          port: "%d"
                          user: "%s"
                          password: "%s"
                          starttls: "%s"
            """;

    @TempDir
    private Path folder;

    private GreenMail server;

    @BeforeEach
    void open() {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
    }

    @AfterEach
    void close() {
        server.stop();
    }

    private Exchange send(int port, Map<String, Object> body) throws Exception {
        return send(ROUTES.formatted("127.0.0.1", port, "", "", "false"), body);
    }

    private Exchange send(String routes, Map<String, Object> body) throws Exception {
        try (var stage = new Stage(folder, "http://127.0.0.1:1", routes)) {
            return stage.run("direct:send", body, Map.of());
        }
    }

    private static Map<String, Object> ada() {
        return Map.of("to", "Ada <ada@example.org>", "name", "Ada");
    }

    private static Outcome outcome(Exchange exchange) {
        return assertInstanceOf(Unsuccessful.class, exchange.getException()).outcome();
    }

    @Test
    void a_mail_arrives_and_the_result_says_which() throws Exception {
        Exchange sent = send(server.getSmtp().getPort(), ada());
        assertNull(sent.getException());
        assertEquals(
                Map.of("to", "ada@example.org", "messageId", "<effect-1@example.org>"),
                sent.getMessage().getBody());
        MimeMessage mail = server.getReceivedMessages()[0];
        assertEquals(1, server.getReceivedMessages().length);
        assertEquals("<effect-1@example.org>", mail.getMessageID());
        assertEquals("News of Ada", mail.getSubject());
        assertEquals("Dear Ada", mail.getContent().toString().strip());
        assertEquals("Ada <ada@example.org>", mail.getHeader("To", ","));
        assertEquals("Caravan <caravan@example.org>", mail.getHeader("From", ","));
        assertNull(mail.getHeader("X-Leak"));
        assertNull(mail.getHeader("CaravanEffectKey"));
    }

    @Test
    void a_repeat_is_the_same_mail_to_whoever_looks() throws Exception {
        send(server.getSmtp().getPort(), ada());
        send(server.getSmtp().getPort(), ada());
        MimeMessage[] mails = server.getReceivedMessages();
        assertEquals(2, mails.length);
        assertEquals(mails[0].getMessageID(), mails[1].getMessageID());
    }

    @Test
    void nobodys_name_begins_a_header_of_its_own_and_letters_of_every_language_arrive() throws Exception {
        send(server.getSmtp().getPort(), Map.of("to", "ada@example.org", "name", "Zoë\r\nBcc: eve@example.org"));
        MimeMessage mail = server.getReceivedMessages()[0];
        assertEquals(1, server.getReceivedMessages().length);
        assertNull(mail.getHeader("Bcc"));
        assertEquals("News of Zoë Bcc: eve@example.org", mail.getSubject());
    }

    @ParameterizedTest
    @CsvSource({"nobody", "'ada@example.org, bob@example.org'", "''", "a b@example.org"})
    void what_is_not_one_address_is_rejected(String to) throws Exception {
        Exchange refused = send(server.getSmtp().getPort(), Map.of("to", to, "name", "Ada"));
        assertInstanceOf(Outcome.Rejected.class, outcome(refused));
        assertEquals(0, server.getReceivedMessages().length);
    }

    @Test
    void the_account_is_shown_and_one_that_is_not_taken_gives_nothing_up() throws Exception {
        server.setUser("caravan@example.org", "caravan", "s&cret+%");
        int port = server.getSmtp().getPort();
        assertNull(send(ROUTES.formatted("127.0.0.1", port, "caravan", "s&cret+%", "false"), ada())
                .getException());
        assertEquals(1, server.getReceivedMessages().length);
        Outcome refused = outcome(send(ROUTES.formatted("127.0.0.1", port, "caravan", "another", "false"), ada()));
        assertInstanceOf(Outcome.Unavailable.class, refused);
        assertFalse(refused.toString().contains("another"), refused.toString());
    }

    @Test
    void where_starttls_is_insisted_on_nothing_goes_without_it() throws Exception {
        try (var plain = new ScriptedMailServer(Map.of())) {
            Exchange refused = send(ROUTES.formatted("127.0.0.1", plain.port(), "caravan", "s&cret", "true"), ada());
            assertInstanceOf(Outcome.Retry.class, outcome(refused));
            assertFalse(plain.heard().contains("AUTH"), plain.heard().toString());
            assertFalse(plain.heard().contains("MAIL"), plain.heard().toString());
        }
    }

    /** The command at which the server answers so; an empty answer hangs up. */
    @ParameterizedTest
    @CsvSource({
        "MAIL,'451 later',Retry",
        "MAIL,'553 not this sender',Rejected",
        "RCPT,'450 greylisted',Retry",
        "RCPT,'550 no such user',Rejected",
        "RCPT,'',Retry",
        "DATA,'',Retry",
        "DATA,'554 no',Rejected",
        ".,'452 full',Retry",
        ".,'554 spam',Rejected",
        ".,'',Uncertain",
        "MAIL,'530 who are you',Unavailable"
    })
    void an_answer_means(String command, String answer, String outcome) throws Exception {
        try (var scripted = new ScriptedMailServer(Map.of(command, answer))) {
            Outcome told = outcome(send(scripted.port(), ada()));
            assertEquals(outcome, told.getClass().getSimpleName(), told.toString());
            assertTrue(scripted.heard().contains(command), scripted.heard().toString());
            if (answer.length() > 3) {
                assertTrue(told.reason().orElseThrow().message().contains(answer.substring(4)), told.toString());
            }
        }
    }

    @Test
    void where_nobody_listens_nothing_was_sent() throws Exception {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        } catch (IOException none) {
            throw new AssertionError(none);
        }
        assertInstanceOf(Outcome.Retry.class, outcome(send(free, ada())));
    }

    @Test
    void without_a_mail_server_mails_wait_and_say_what_to_set() throws Exception {
        Outcome waits = outcome(send(ROUTES.formatted(MailMessage.NO_HOST, 25, "", "", "false"), ada()));
        assertInstanceOf(Outcome.Unavailable.class, waits);
        assertTrue(waits.reason().orElseThrow().message().contains("caravan.mail.host"), waits.toString());
    }
}
