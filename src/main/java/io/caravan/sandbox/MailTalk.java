package io.caravan.sandbox;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One SMTP connection (RFC 5321, with AUTH PLAIN): what the client says, line by line, and what it is answered. */
final class MailTalk {
    private static final Logger LOG = LoggerFactory.getLogger(MailTalk.class);
    private static final int LONGEST = 16 * 1024 * 1024;
    private static final String READY = "220 caravan-sandbox ESMTP";
    private static final String OFFERS =
            "250-caravan-sandbox\r\n250-8BITMIME\r\n250-SIZE " + LONGEST + "\r\n250 AUTH PLAIN";

    private final Vertx vertx;
    private final NetSocket socket;
    private final Mailbox mailbox;
    private final String password;
    private final List<String> recipients = new ArrayList<>();
    private String sender = "";
    private boolean known;
    private boolean inAuth;
    private @Nullable StringBuilder content;

    MailTalk(Vertx vertx, NetSocket socket, Mailbox mailbox, String password) {
        this.vertx = vertx;
        this.socket = socket;
        this.mailbox = mailbox;
        this.password = password;
    }

    void begin() {
        RecordParser lines = RecordParser.newDelimited("\r\n", socket).maxRecordSize(LONGEST);
        lines.exceptionHandler(broken -> socket.close());
        lines.handler(line -> hear(line.toString(StandardCharsets.UTF_8)));
        say(READY);
    }

    private void hear(String line) {
        if (content != null) {
            gather(content, line);
        } else if (inAuth) {
            inAuth = false;
            admit(line);
        } else {
            obey(line);
        }
    }

    private void obey(String line) {
        String upper = line.toUpperCase(Locale.ROOT);
        if (upper.startsWith("EHLO") || upper.startsWith("HELO")) {
            say(upper.startsWith("E") ? OFFERS : "250 caravan-sandbox");
        } else if (upper.equals("AUTH PLAIN")) {
            inAuth = true;
            say("334 ");
        } else if (upper.startsWith("AUTH PLAIN ")) {
            admit(line.substring("AUTH PLAIN ".length()));
        } else if (upper.startsWith("MAIL FROM:")) {
            open(line);
        } else if (upper.startsWith("RCPT TO:")) {
            recipients.add(address(line));
            say("250 fine");
        } else if (upper.equals("DATA")) {
            listen();
        } else if (upper.equals("RSET") || upper.equals("NOOP")) {
            recipients.clear();
            say("250 fine");
        } else if (upper.equals("QUIT")) {
            say("221 goodbye");
            socket.close();
        } else {
            say("502 not known here");
        }
    }

    private void admit(String credentials) {
        String[] parts = decoded(credentials).split("\0", -1);
        known = parts.length == 3 && parts[2].equals(password);
        say(known ? "235 welcome" : "535 this is not the sandbox's password");
    }

    private static String decoded(String credentials) {
        try {
            return new String(Base64.getDecoder().decode(credentials.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    private void open(String line) {
        recipients.clear();
        sender = address(line);
        say(known ? "250 fine" : "530 show the sandbox's password first");
    }

    private void listen() {
        if (!known || recipients.isEmpty()) {
            say("503 first AUTH, MAIL and RCPT");
            return;
        }
        content = new StringBuilder();
        say("354 go on");
    }

    private void gather(StringBuilder mail, String line) {
        if (line.equals(".")) {
            content = null;
            keep(mail.toString());
        } else if (mail.length() + line.length() > LONGEST) {
            say("552 too large");
            socket.close();
        } else {
            mail.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
    }

    private void keep(String mail) {
        Context loop = vertx.getOrCreateContext();
        mailbox.keep(sender, List.copyOf(recipients), mail)
                .whenComplete((verdict, thrown) -> loop.runOnContext(now -> {
                    if (thrown == null) {
                        vertx.setTimer(Math.max(1, verdict.delayMs()), late -> answer(verdict));
                    } else {
                        LOG.error("The sandbox could not keep a mail", thrown);
                        say("451 the sandbox failed; look into the log of this node");
                    }
                }));
    }

    private void answer(Verdict verdict) {
        if (verdict.drops()) {
            socket.close();
        } else {
            Answer answer = verdict.spoken();
            say(answer.status() + " " + (answer.body().isBlank() ? "said by a fault" : oneLine(answer.body())));
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private static String address(String line) {
        int from = line.indexOf('<');
        int to = line.indexOf('>', from + 1);
        return from < 0 || to < 0 ? "" : line.substring(from + 1, to);
    }

    private void say(String line) {
        socket.write(Buffer.buffer(line + "\r\n"));
    }
}
