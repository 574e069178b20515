package io.caravan.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.component.Bodies;
import io.caravan.flow.Item;
import io.caravan.flow.Place;
import io.caravan.routing.ThirdParties;
import io.caravan.store.Json;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.util.SensitiveUtils;
import org.apache.camel.util.URISupport;

/** Plays third parties by the answers of one scenario. */
final class Script implements ThirdParties {
    private final Scenario scenario;
    private final BiConsumer<String, String> telling;
    private final Map<String, Deque<Answer>> left = new LinkedHashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final Cloakroom cloakroom = new Cloakroom();
    private String action = "";
    private Duration took = Duration.ZERO;
    private Optional<BrokenScenario> fault = Optional.empty();

    /** @param telling is told of each call and its answer */
    Script(Scenario scenario, BiConsumer<String, String> telling) {
        this.scenario = scenario;
        this.telling = telling;
        scenario.answers().forEach((name, answers) -> left.put(name, new ArrayDeque<>(answers.list())));
    }

    /** What is sent from now on comes from this action. */
    synchronized void begin(String name) {
        action = name;
        took = Duration.ZERO;
    }

    /** How long the answers since then have taken; what made the script fail is thrown. */
    synchronized Duration end() {
        if (fault.isPresent()) {
            throw fault.get();
        }
        return took;
    }

    synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    public synchronized void answer(Sent sent) throws Exception {
        if (sent.uri().startsWith("claim:")) {
            cloakroom.serve(sent);
            return;
        }
        String uri = plain(URISupport.sanitizeUri(sent.uri()));
        var call = new Call(action, uri, parameters(sent), body(sent.exchange()));
        calls.add(call);
        Answer answer = next(uri).orElseThrow(() -> {
            telling.accept(action, "asked " + uri + ": no answer" + shown(call));
            return failed(unanswered(uri));
        });
        took = took.plus(answer.takes());
        telling.accept(action, "asked " + uri + ": " + answer.words() + shown(call));
        try {
            answer.deed().give(new Sent(uri, sent.options(), sent.exchange()));
        } catch (BrokenScenario broken) {
            throw failed(broken);
        }
    }

    private BrokenScenario failed(BrokenScenario why) {
        fault = fault.or(() -> Optional.of(why));
        return why;
    }

    /** The item's own answers come before its action's, and these before those of the URI. */
    private Optional<Answer> next(String uri) {
        return take(action).or(() -> take(Item.action(action))).or(() -> left.keySet().stream()
                .filter(name -> matches(name, uri))
                .findFirst()
                .flatMap(this::take));
    }

    private Optional<Answer> take(String name) {
        Deque<Answer> answers = left.getOrDefault(name, new ArrayDeque<>());
        boolean everyTime = Optional.ofNullable(scenario.answers().get(name))
                .map(Scenario.Answers::everyTime)
                .orElse(false);
        return Optional.ofNullable(everyTime ? answers.peek() : answers.poll());
    }

    private BrokenScenario unanswered(String uri) {
        Optional<Place> spent = left.keySet().stream()
                .filter(name -> name.equals(action) || name.equals(Item.action(action)) || matches(name, uri))
                .findFirst()
                .map(name -> scenario.answers().get(name).place());
        return new BrokenScenario(
                spent.orElse(scenario.beginning().place()),
                "Action " + action + " sends to " + uri
                        + (spent.isPresent() ? " once more than there are answers" : "")
                        + "; add an answer under 'answers', for '" + Item.action(action) + "' or for '" + uri + "'.");
    }

    private static boolean matches(String name, String uri) {
        if (!name.contains(":")) {
            return false;
        }
        String wanted = plain(name);
        return wanted.endsWith("*") ? uri.startsWith(wanted.substring(0, wanted.length() - 1)) : uri.equals(wanted);
    }

    /** The form in which people write a URI. */
    static String plain(String uri) {
        return uri.matches("https?:.*") ? uri : uri.replaceFirst("^([a-zA-Z0-9+.-]+)://", "$1:");
    }

    /** The places of answers that nobody has asked for. */
    synchronized List<Place> unused() {
        return scenario.answers().entrySet().stream()
                .filter(entry -> !entry.getValue().everyTime())
                .flatMap(entry -> left.get(entry.getKey()).stream())
                .map(Answer::place)
                .toList();
    }

    /** Of kamelets only: the options of other endpoints are for Camel. */
    private static JsonNode parameters(Sent sent) {
        ObjectNode parameters = Json.mapper().createObjectNode();
        if (sent.uri().startsWith("kamelet:")) {
            new TreeMap<>(sent.options())
                    .forEach((name, value) -> parameters.put(
                            name, SensitiveUtils.containsSensitive(name) ? "xxxxxx" : came(value, sent.exchange())));
        }
        return parameters;
    }

    private static String came(Object value, Exchange exchange) {
        String written = String.valueOf(value);
        if (!written.contains("${")) {
            return written;
        }
        var expression = exchange.getContext().resolveLanguage("simple").createExpression(written);
        expression.init(exchange.getContext());
        return String.valueOf(expression.evaluate(exchange, String.class));
    }

    private static JsonNode body(Exchange exchange) {
        try {
            return Json.tree(Bodies.written(Bodies.value(exchange)));
        } catch (RuntimeException notJson) {
            return Json.mapper()
                    .getNodeFactory()
                    .textNode(String.valueOf(exchange.getMessage().getBody()));
        } finally {
            if (exchange.getMessage().getBody() instanceof StreamCache stream) {
                stream.reset();
            }
        }
    }

    private static String shown(Call call) {
        JsonNode sent = call.uri().startsWith("kamelet:") ? call.parameters() : call.body();
        return sent.isEmpty() && sent.isContainerNode() || sent.isNull() ? "" : "; sent " + Json.write(sent);
    }
}
