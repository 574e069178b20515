package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A channel as Slack describes it: who made it, when (in seconds), and whether it is private. */
record Room(Channel channel, String creator, boolean isPrivate, long created) {
    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("id", channel.id())
                .put("name", channel.name())
                .put("is_channel", !isPrivate)
                .put("is_group", isPrivate)
                .put("is_im", false)
                .put("is_mpim", false)
                .put("is_private", isPrivate)
                .put("created", created)
                .put("creator", creator)
                .put("is_archived", false)
                .put("is_general", false)
                .put("unlinked", 0)
                .put("name_normalized", channel.name())
                .put("is_shared", false)
                .put("is_ext_shared", false)
                .put("is_org_shared", false)
                .put("is_pending_ext_shared", false)
                .put("is_member", true);
        json.putArray("pending_shared");
        json.putArray("previous_names");
        json.set("topic", said());
        json.set("purpose", said());
        return json;
    }

    private static ObjectNode said() {
        return Json.object().put("value", "").put("creator", "").put("last_set", 0);
    }
}
