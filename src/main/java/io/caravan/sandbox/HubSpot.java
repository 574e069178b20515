package io.caravan.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Optional;

/** HubSpot's CRM API. */
final class HubSpot {
    static final String PREFIX = "/sandbox/hubspot";
    private static final String INVALID_TOKEN = "pat-invalid";
    private static final String EXPIRED_TOKEN = "pat-expired";

    private final Properties properties;
    private final Objects objects;
    private final Upsert upsert;
    private final Associations associations;

    HubSpot(Clock clock) {
        properties = new Properties(clock);
        Records records = new Records(clock, properties);
        RecordRules rules = new RecordRules(properties, records);
        associations = new Associations(records, clock);
        objects = new Objects(records, rules, associations);
        upsert = new Upsert(records, rules, objects, clock);
    }

    Operation call(Ask ask) {
        if (ask.token().filter(token -> !token.equals(INVALID_TOKEN)).isEmpty()) {
            throw HubSpotError.unauthorized();
        }
        if (ask.token().filter(EXPIRED_TOKEN::equals).isPresent()) {
            throw HubSpotError.expired();
        }
        HubSpotPath path = HubSpotPath.of(ask.segmentsAfter(PREFIX));
        return switch (path.area()) {
            case "objects" -> object(ask, path);
            case "properties" -> property(ask, path);
            case "pipelines" -> pipelines(ask, path);
            case "account-info" -> account(ask, path);
            default -> throw HubSpotError.notFound();
        };
    }

    private Operation object(Ask ask, HubSpotPath path) {
        Optional<String> idProperty = ask.parameter("idProperty");
        if (path.matches("*")) {
            demandVerb(ask, "POST");
            ObjectNode body = body(ask);
            Kind kind = path.kind(0);
            return Operation.writing(transaction -> objects.create(transaction, kind, body));
        }
        if (path.matches("*", "batch", "upsert")) {
            demandVerb(ask, "POST");
            ObjectNode body = body(ask);
            Kind kind = path.kind(0);
            int partly = path.dated() ? 200 : 207;
            return Operation.writing(transaction -> upsert.run(transaction, kind, body, partly));
        }
        if (path.matches("*", "batch", "read")) {
            demandVerb(ask, "POST");
            ObjectNode body = body(ask);
            Kind kind = path.kind(0);
            int partly = path.dated() ? 200 : 207;
            return Operation.reading(transaction -> objects.readAll(transaction, kind, body, partly));
        }
        if (path.matches("*", "*")) {
            return ask.verb().equals("PATCH") ? change(ask, path, idProperty) : read(ask, path, idProperty);
        }
        return association(ask, path);
    }

    private Operation read(Ask ask, HubSpotPath path, Optional<String> idProperty) {
        demandVerb(ask, "GET");
        Kind kind = path.kind(0);
        String id = path.rest().get(1);
        return Operation.reading(
                transaction -> objects.read(transaction, objects.named(transaction, kind, id, idProperty), ask));
    }

    private Operation change(Ask ask, HubSpotPath path, Optional<String> idProperty) {
        Kind kind = path.kind(0);
        String id = path.rest().get(1);
        ObjectNode body = body(ask);
        return Operation.writing(
                transaction -> objects.change(transaction, objects.named(transaction, kind, id, idProperty), body));
    }

    private Operation association(Ask ask, HubSpotPath path) {
        if (path.matches("*", "*", "associations", "*")) {
            demandVerb(ask, "GET");
            Kind from = path.kind(0);
            Kind to = path.kind(3);
            String id = path.rest().get(1);
            boolean old = path.version().equals("v3");
            return Operation.reading(transaction ->
                    associations.list(transaction, objects.named(transaction, from, id, Optional.empty()), to, old));
        }
        if (path.matches("*", "*", "associations", "default", "*", "*")) {
            demandVerb(ask, "PUT");
            Kind from = path.kind(0);
            Kind to = path.kind(4);
            String id = path.rest().get(1);
            String toId = path.rest().get(5);
            return Operation.writing(transaction ->
                    associations.put(transaction, objects.named(transaction, from, id, Optional.empty()), to, toId));
        }
        if (path.matches("*", "*", "associations", "*", "*")) {
            demandVerb(ask, "PUT");
            Kind from = path.kind(0);
            Kind to = path.kind(3);
            JsonNode types = Json.read(ask.body().text())
                    .orElseThrow(() -> HubSpotError.invalidJson("cannot deserialize a list"));
            return Operation.writing(transaction -> associations.putLabelled(
                    transaction,
                    objects.named(transaction, from, path.rest().get(1), Optional.empty()),
                    objects.named(transaction, to, path.rest().get(4), Optional.empty()),
                    types));
        }
        throw HubSpotError.notFound();
    }

    private Operation property(Ask ask, HubSpotPath path) {
        if (path.matches("*", "groups")) {
            demandVerb(ask, "GET");
            return Operation.answering(Properties.groups(path.kind(0)));
        }
        if (path.matches("*", "*")) {
            demandVerb(ask, "GET");
            Kind kind = path.kind(0);
            return Operation.reading(
                    transaction -> properties.one(transaction, kind, path.rest().get(1)));
        }
        if (!path.matches("*")) {
            throw HubSpotError.notFound();
        }
        Kind kind = path.kind(0);
        if (ask.verb().equals("GET")) {
            return Operation.reading(transaction -> properties.list(transaction, kind));
        }
        demandVerb(ask, "POST");
        ObjectNode body = body(ask);
        return Operation.writing(transaction -> properties.create(transaction, kind, body));
    }

    private static Operation pipelines(Ask ask, HubSpotPath path) {
        if (!path.matches("*") && !path.matches("*", "*")) {
            throw HubSpotError.notFound();
        }
        demandVerb(ask, "GET");
        Optional<String> id = path.rest().stream().skip(1).findFirst();
        return Operation.answering(
                id.isPresent() ? Pipelines.one(path.kind(0), id.get()) : Pipelines.all(path.kind(0)));
    }

    private static Operation account(Ask ask, HubSpotPath path) {
        if (!path.matches("details")) {
            throw HubSpotError.notFound();
        }
        demandVerb(ask, "GET");
        return Operation.answering(Answer.json(200, Account.details()));
    }

    private static ObjectNode body(Ask ask) {
        if (ask.body().tooLong()) {
            throw HubSpotError.invalidJson("the body is longer than 1 MiB");
        }
        return ask.body().object().orElseThrow(() -> HubSpotError.invalidJson("cannot deserialize an object"));
    }

    private static void demandVerb(Ask ask, String verb) {
        if (!ask.verb().equals(verb)) {
            throw HubSpotError.wrongVerb();
        }
    }
}
