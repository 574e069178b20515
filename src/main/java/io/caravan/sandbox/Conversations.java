package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** conversations.create, list, join and invite. */
final class Conversations {
    private static final String CURSOR = "channel:";
    private static final int LONGEST_NAME = 80;
    private static final int LIST_LIMIT = 100;
    private static final int LARGEST_LIMIT = 999;
    private static final int MOST_GUESTS = 100;

    private final Rooms rooms;

    Conversations(Rooms rooms) {
        this.rooms = rooms;
    }

    Answer create(Transaction transaction, SlackCall call) throws SQLException {
        String name = call.required("name", "invalid_name_required");
        if (name.length() > LONGEST_NAME) {
            throw SlackCall.refused("invalid_name_maxlength");
        }
        if (!name.matches("[\\p{L}\\p{N}_-]+") || !name.equals(name.toLowerCase(java.util.Locale.ROOT))) {
            throw SlackCall.refused("invalid_name_specials");
        }
        if (name.matches("[_-]+")) {
            throw SlackCall.refused("invalid_name_punctuation");
        }
        Room room = rooms.make(transaction, Channel.called(name), call.flag("is_private"))
                .orElseThrow(() -> SlackCall.refused("name_taken"));
        return described(room);
    }

    Answer list(Transaction transaction, SlackCall call) throws SQLException {
        int limit = call.limit(LIST_LIMIT, LARGEST_LIMIT);
        List<String> types = List.of(call.text("types").orElse("public_channel").split(","));
        String after = call.text("cursor").map(Conversations::position).orElse("");
        List<Room> found = rooms.list(
                transaction, after, types.contains("public_channel"), types.contains("private_channel"), limit + 1);
        boolean more = found.size() > limit;
        List<Room> shown = more ? found.subList(0, limit) : found;
        ObjectNode answer = Json.object().put("ok", true);
        ArrayNode channels = answer.putArray("channels");
        shown.forEach(room -> channels.add(room.json()));
        answer.putObject("response_metadata").put("next_cursor", more ? cursorAt(shown.get(limit - 1)) : "");
        return Answer.json(200, answer);
    }

    /** Our bot is in every channel that it sees. */
    Answer join(Transaction transaction, SlackCall call) throws SQLException {
        Room room = room(transaction, call);
        if (room.isPrivate()) {
            throw SlackCall.refused("method_not_supported_for_channel_type");
        }
        ObjectNode answer = Json.object().put("ok", true);
        answer.set("channel", room.json());
        answer.put("warning", "already_in_channel");
        answer.putObject("response_metadata").putArray("warnings").add("already_in_channel");
        return Answer.json(200, answer);
    }

    /** All or nobody, unless {@code force} lets in those of whom nothing is wrong. */
    Answer invite(Transaction transaction, SlackCall call) throws SQLException {
        Room room = room(transaction, call);
        List<String> guests = List.of(call.required("users", "no_user").split("\\s*,\\s*"));
        if (guests.size() > MOST_GUESTS) {
            throw SlackCall.refused("too_many_users");
        }
        Map<String, String> errors = new LinkedHashMap<>();
        for (String guest : guests) {
            String error = error(transaction, room, guest);
            if (!error.isEmpty()) {
                errors.put(guest, error);
            }
        }
        if (!errors.isEmpty() && !call.flag("force")) {
            return turnedAway(errors);
        }
        for (String guest : guests) {
            if (!errors.containsKey(guest)) {
                rooms.enter(transaction, room.channel(), guest);
            }
        }
        return described(room);
    }

    private String error(Transaction transaction, Room room, String guest) throws SQLException {
        if (guest.equals(Workspace.BOT_USER)) {
            return "cant_invite_self";
        }
        if (!Member.isId(guest)) {
            return "user_not_found";
        }
        return rooms.holds(transaction, room.channel(), guest) ? "already_in_channel" : "";
    }

    private static Answer turnedAway(Map<String, String> errors) {
        ObjectNode answer = Json.object()
                .put("ok", false)
                .put("error", errors.values().iterator().next());
        ArrayNode list = answer.putArray("errors");
        errors.forEach((guest, error) ->
                list.addObject().put("user", guest).put("ok", false).put("error", error));
        return Answer.json(200, answer);
    }

    private Room room(Transaction transaction, SlackCall call) throws SQLException {
        return rooms.find(transaction, Channel.of(call)).orElseThrow(() -> SlackCall.refused("channel_not_found"));
    }

    private static Answer described(Room room) {
        ObjectNode answer = Json.object().put("ok", true);
        answer.set("channel", room.json());
        return Answer.json(200, answer);
    }

    private static String cursorAt(Room room) {
        return Base64.getEncoder().encodeToString((CURSOR + room.channel().id()).getBytes(StandardCharsets.UTF_8));
    }

    private static String position(String cursor) {
        try {
            String text = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith(CURSOR)) {
                return text.substring(CURSOR.length());
            }
        } catch (IllegalArgumentException notOurs) {
            // refused like any other text
        }
        throw SlackCall.refused("invalid_cursor");
    }
}
