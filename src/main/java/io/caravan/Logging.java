package io.caravan;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Logs to the console, one line per entry. Found by Logback as a service: reading an XML file instead would cost half a
 * second of every start. {@code -Dlogback.configurationFile=FILE} puts a file of one's own in its place.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String LINE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %-24.24logger{0} %msg%n";
    private static final Map<String, Level> QUIETER = Map.of(
            "org.apache.camel", Level.WARN,
            // what keeps Camel from starting is said once, by Caravan, as a sentence
            "org.apache.camel.impl.engine.AbstractCamelContext", Level.OFF,
            // that a mail server has hung up is told with the attempt
            "org.apache.camel.component.mail.DefaultJavaMailSender", Level.ERROR,
            "org.flywaydb", Level.WARN,
            "com.zaxxer.hikari", Level.WARN,
            "org.apache.kafka", Level.WARN,
            "org.springframework.amqp", Level.WARN,
            // that RabbitMQ is away is said once, by Caravan
            "org.springframework.amqp.rabbit.listener", Level.OFF);

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        Encoder<ILoggingEvent> encoder = Settings.load(System.getenv(), System.getProperties())
                        .text("caravan.log.format")
                        .equals("json")
                ? json()
                : lines();
        encoder.setContext(context);
        encoder.start();
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setContext(context);
        console.setName("console");
        console.setEncoder(encoder);
        console.start();
        QUIETER.forEach((name, level) -> context.getLogger(name).setLevel(level));
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(console);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Nothing is logged any more. */
    static void mute() {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLoggerList().forEach(logger -> logger.setLevel(Level.OFF));
    }

    private static Encoder<ILoggingEvent> lines() {
        var lines = new PatternLayoutEncoder();
        lines.setPattern(LINE);
        return lines;
    }

    /** One object per line, with what the thread works on under {@code mdc}. */
    private static Encoder<ILoggingEvent> json() {
        var json = new JsonEncoder();
        json.setWithSequenceNumber(false);
        json.setWithNanoseconds(false);
        json.setWithContext(false);
        json.setWithMarkers(false);
        json.setWithKVPList(false);
        json.setWithMessage(false);
        json.setWithArguments(false);
        json.setWithFormattedMessage(true);
        return json;
    }
}
