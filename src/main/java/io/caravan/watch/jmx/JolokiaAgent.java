package io.caravan.watch.jmx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jolokia.core.api.LogHandler;
import org.jolokia.json.JSONStructure;
import org.jolokia.server.core.config.ConfigKey;
import org.jolokia.server.core.config.StaticConfiguration;
import org.jolokia.server.core.http.HttpRequestHandler;
import org.jolokia.server.core.request.BadRequestException;
import org.jolokia.server.core.request.EmptyResponseException;
import org.jolokia.server.core.restrictor.policy.PolicyRestrictor;
import org.jolokia.server.core.service.JolokiaServiceManagerFactory;
import org.jolokia.server.core.service.api.JolokiaServiceManager;
import org.jolokia.service.jmx.LocalRequestHandler;
import org.jolokia.service.serializer.JolokiaSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jolokia under the rules of {@code jolokia-access.xml}; it answers refusals and errors as JSON, too. */
final class JolokiaAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JolokiaAgent.class);

    private final JolokiaServiceManager services;
    private final HttpRequestHandler handler;

    JolokiaAgent() {
        var configuration = new StaticConfiguration(
                ConfigKey.AGENT_ID, "caravan",
                ConfigKey.ALLOW_ERROR_DETAILS, "false",
                ConfigKey.INCLUDE_STACKTRACE, "false");
        services = JolokiaServiceManagerFactory.createJolokiaServiceManager(configuration, new ToLog(), rules());
        services.addService(new JolokiaSerializer());
        services.addService(new LocalRequestHandler(1));
        handler = new HttpRequestHandler(services.start());
    }

    private static PolicyRestrictor rules() {
        try (InputStream rules = JolokiaAgent.class.getResourceAsStream("/jolokia-access.xml")) {
            return new PolicyRestrictor(rules);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private interface Question {
        JSONStructure put() throws IOException, BadRequestException, EmptyResponseException;
    }

    String get(String uri, String path) {
        return answer(() -> handler.handleGetRequest(uri, path, Map.of()));
    }

    String post(String uri, byte[] body) {
        return answer(() -> handler.handlePostRequest(uri, new ByteArrayInputStream(body), "UTF-8", Map.of()));
    }

    private String answer(Question question) {
        try {
            return question.put().toJSONString();
        } catch (EmptyResponseException nothing) {
            return "{}";
        } catch (IOException | BadRequestException | RuntimeException refused) {
            return handler.handleThrowable(refused).toJSONString();
        }
    }

    @Override
    public void close() {
        services.stop();
    }

    private static final class ToLog implements LogHandler {
        @Override
        public void debug(String message) {
            LOG.debug("{}", message);
        }

        @Override
        public void info(String message) {
            LOG.debug("{}", message);
        }

        @Override
        public void error(String message, Throwable thrown) {
            LOG.warn("{}", message, thrown);
        }

        @Override
        public boolean isDebug() {
            return false;
        }
    }
}
