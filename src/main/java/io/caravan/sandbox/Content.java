package io.caravan.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What a message says: text, blocks, attachments, metadata, as far as they were given. */
final class Content {
    private static final int LONGEST_TEXT = 40_000;
    private static final int MOST_BLOCKS = 50;
    private static final int MOST_ATTACHMENTS = 100;

    private Content() {}

    static ObjectNode of(SlackCall call) {
        ObjectNode parts = Json.object();
        Optional<String> markdown = call.text("markdown_text");
        call.text("text").or(() -> markdown).ifPresent(text -> parts.put("text", cut(text)));
        list(call, "blocks", MOST_BLOCKS, "invalid_blocks_format", "invalid_blocks")
                .ifPresent(blocks -> parts.set("blocks", blocks));
        list(call, "attachments", MOST_ATTACHMENTS, "invalid_array_arg", "too_many_attachments")
                .ifPresent(attachments -> parts.set("attachments", attachments));
        if (parts.isEmpty()) {
            throw SlackCall.refused("no_text");
        }
        if (markdown.isPresent() && (call.text("text").isPresent() || parts.has("blocks"))) {
            throw SlackCall.refused("markdown_text_conflict");
        }
        metadata(call).ifPresent(metadata -> parts.set("metadata", metadata));
        return parts;
    }

    private static String cut(String text) {
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    }

    private static Optional<JsonNode> list(SlackCall call, String name, int most, String malformed, String tooMany) {
        Optional<JsonNode> list = call.structure(name, malformed);
        if (list.isPresent() && !list.get().isArray()) {
            throw SlackCall.refused(malformed);
        }
        if (list.isPresent() && list.get().size() > most) {
            throw SlackCall.refused(tooMany);
        }
        return list.filter(items -> !items.isEmpty());
    }

    private static Optional<JsonNode> metadata(SlackCall call) {
        Optional<JsonNode> metadata = call.structure("metadata", "invalid_metadata_format");
        if (metadata.isPresent()
                && !(metadata.get().path("event_type").isTextual()
                        && metadata.get().path("event_payload").isObject())) {
            throw SlackCall.refused("invalid_metadata_format");
        }
        return metadata;
    }
}
