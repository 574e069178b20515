package io.caravan.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.flow.Event;
import io.caravan.http.Problem;
import io.caravan.store.Ids;
import io.caravan.store.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HubSpot: the changes that an app has subscribed to, many in one call, signed with version 3 of its scheme. An event's type is
 * {@code hubspot.} and the subscription's ({@code hubspot.contact.propertyChange}), its id is HubSpot's eventId and
 * subscriptionId, its subject the object's id.
 */
final class HubSpotCalls implements ThirdParty {
    /** HubSpot says at most 100 in a call. */
    private static final int MOST = 1_000;

    /** What HubSpot decodes in the address before it signs; all else stays as it is. */
    private static final Map<String, String> DECODED = Map.ofEntries(
            Map.entry("%3A", ":"),
            Map.entry("%2F", "/"),
            Map.entry("%3F", "?"),
            Map.entry("%40", "@"),
            Map.entry("%21", "!"),
            Map.entry("%24", "$"),
            Map.entry("%27", "'"),
            Map.entry("%28", "("),
            Map.entry("%29", ")"),
            Map.entry("%2A", "*"),
            Map.entry("%2C", ","),
            Map.entry("%3B", ";"));

    private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");

    private final Optional<String> publicAddress;

    /** @param publicAddress where HubSpot calls; empty = what the request says, as there is no proxy in between */
    HubSpotCalls(Optional<String> publicAddress) {
        this.publicAddress = publicAddress;
    }

    @Override
    public String name() {
        return "hubspot";
    }

    /** Base64 of METHOD, address, BODY and TIMESTAMP; the timestamp is in milliseconds. */
    @Override
    public boolean hasSigned(SignedCall call, String secret, Instant now) {
        Optional<String> timestamp =
                call.header("X-HubSpot-Request-Timestamp").filter(text -> text.matches("\\d{1,15}"));
        if (timestamp.isEmpty() || !Signature.isFresh(Instant.ofEpochMilli(Long.parseLong(timestamp.get())), now)) {
            return false;
        }
        byte[] start = (call.method() + address(call)).getBytes(StandardCharsets.UTF_8);
        byte[] end = timestamp.get().getBytes(StandardCharsets.UTF_8);
        String expected = Base64.getEncoder().encodeToString(Signature.of(secret, start, call.body(), end));
        return call.header("X-HubSpot-Signature-v3")
                .filter(given -> Signature.isSame(expected, given))
                .isPresent();
    }

    private String address(SignedCall call) {
        String uri = publicAddress
                .map(address -> {
                    int query = call.uri().indexOf('?');
                    return query < 0 ? address : address + call.uri().substring(query);
                })
                .orElse(call.uri());
        return ENCODED.matcher(uri)
                .replaceAll(code -> Matcher.quoteReplacement(
                        DECODED.getOrDefault(code.group().toUpperCase(Locale.ROOT), code.group())));
    }

    @Override
    public Said said(SignedCall call, Instant now) {
        JsonNode tree = EventReading.parse(call.body());
        if (!tree.isArray()) {
            throw new Problem(400, "Not from HubSpot", "HubSpot sends a JSON array of events.");
        }
        if (tree.size() > MOST) {
            throw new Problem(413, "Too many events", "At most " + MOST + " events are taken in one call.");
        }
        var events = new ArrayList<Event>();
        tree.forEach(each -> events.add(event(each, now)));
        return Said.events(List.copyOf(events));
    }

    private static Event event(JsonNode sent, Instant now) {
        String data = Json.write(sent);
        String id = text(sent, "eventId")
                .map(event -> event + "-" + text(sent, "subscriptionId").orElse(""))
                .orElseGet(
                        () -> HexFormat.of().formatHex(Signature.of("caravan", data.getBytes(StandardCharsets.UTF_8))));
        var identity = new Event.Identity(
                Ids.next(),
                EventReading.checked(
                        "portalId", "/hubspot/" + text(sent, "portalId").orElse("unknown")),
                EventReading.checked("eventId", id));
        var attributes = new Event.Attributes(
                EventReading.checked(
                        "subscriptionType",
                        "hubspot." + text(sent, "subscriptionType").orElse("event")),
                text(sent, "objectId").map(object -> EventReading.checked("objectId", object)),
                time(sent.path("occurredAt"), now),
                Optional.empty());
        return new Event(identity, attributes, data, 0);
    }

    private static Optional<String> text(JsonNode sent, String field) {
        return Optional.of(sent.path(field).asText()).filter(text -> !text.isBlank() && !text.equals("null"));
    }

    private static Instant time(JsonNode millis, Instant now) {
        boolean known = millis.canConvertToLong() && millis.asLong() > 0 && millis.asLong() < 253_402_300_800_000L;
        return known ? Instant.ofEpochMilli(millis.asLong()) : now;
    }
}
