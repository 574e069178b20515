package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A message of a Slack channel, as Slack would show it. */
record Message(Channel channel, Timestamp ts, Optional<Timestamp> thread, ObjectNode json, long replies) {
    /** As history and replies show it: without {@code include_all_metadata} Slack strips the payload. */
    ObjectNode shown(boolean allMetadata) {
        ObjectNode shown = json.deepCopy();
        if (!allMetadata && shown.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("event_payload");
        }
        if (replies > 0) {
            shown.put("thread_ts", ts.toString()).put("reply_count", replies);
        }
        return shown;
    }

    String permalink() {
        String link = Workspace.URL + "archives/" + channel.id() + "/p"
                + ts.toString().replace(".", "");
        return thread.map(parent -> link + "?thread_ts=" + parent + "&cid=" + channel.id())
                .orElse(link);
    }
}
