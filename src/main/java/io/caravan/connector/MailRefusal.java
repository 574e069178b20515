package io.caravan.connector;

import io.caravan.flow.Failure;
import io.caravan.flow.Outcome;
import io.caravan.flow.Unsuccessful;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * Reads why a mail was not sent (RFC 5321): 4xx = later, 5xx = never, and no answer to a mail that was handed over = nobody knows.
 * An account that the server does not take is the operator's to mend: nothing is given up meanwhile.
 */
public final class MailRefusal implements Processor {
    private static final Duration UNTIL_MENDED = Duration.ofMinutes(1);

    @Override
    public void process(Exchange exchange) {
        Exception thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        boolean handedOver = exchange.getMessage().getBody() instanceof Letter letter && letter.isHandedOver();
        throw new Unsuccessful(outcome(thrown, handedOver));
    }

    private static Outcome outcome(Exception thrown, boolean handedOver) {
        Optional<Answer> answer = answer(thrown);
        Failure failure = answer.map(each -> new Failure("SMTP " + each.code(), each.text()))
                .orElseGet(() -> Failure.of(innermost(thrown)));
        if (thrown instanceof AuthenticationFailedException
                || answer.filter(Answer::asksWho).isPresent()) {
            return new Outcome.Unavailable(failure, UNTIL_MENDED);
        }
        if (answer.isPresent()) {
            return answer.get().code() < 500 ? Outcome.retry(failure) : new Outcome.Rejected(failure);
        }
        return handedOver ? Outcome.uncertain(failure) : Outcome.retry(failure);
    }

    /** What the server said, and with which number. */
    private record Answer(int code, String text) {
        boolean asksWho() {
            return code == 530 || code == 535;
        }
    }

    /** The innermost refusal that carries a number: about the recipient or sender before that about the whole mail. */
    private static Optional<Answer> answer(Throwable thrown) {
        Optional<Answer> found = Optional.empty();
        for (Throwable each = thrown; each != null; each = next(each)) {
            int code = code(each);
            if (code >= 400 && code < 600) {
                found = Optional.of(
                        new Answer(code, String.valueOf(each.getMessage()).strip()));
            }
        }
        return found;
    }

    private static int code(Throwable thrown) {
        if (thrown instanceof SMTPAddressFailedException recipient) {
            return recipient.getReturnCode();
        }
        if (thrown instanceof SMTPSenderFailedException sender) {
            return sender.getReturnCode();
        }
        return thrown instanceof SMTPSendFailedException mail ? mail.getReturnCode() : 0;
    }

    private static Throwable next(Throwable thrown) {
        return thrown instanceof MessagingException mail && mail.getNextException() != null
                ? mail.getNextException()
                : thrown.getCause();
    }

    private static Throwable innermost(Throwable thrown) {
        Throwable innermost = thrown;
        while (next(innermost) != null && next(innermost) != innermost) {
            innermost = next(innermost);
        }
        return innermost;
    }
}
