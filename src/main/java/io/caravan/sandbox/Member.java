package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * A user of the workspace. Everybody with an address is one, so that nobody must be made before; but nobody has one that ends in
 * {@code .invalid}, and whoever is called {@code gone} has left.
 */
record Member(String email) {
    static boolean isId(String text) {
        return text.matches("[UW][A-Z0-9]{8,}");
    }

    /** users.lookupByEmail. */
    static Answer lookUp(SlackCall call) {
        String email = call.required("email", "users_not_found").strip().toLowerCase(Locale.ROOT);
        if (!email.matches("[^@\\s]+@[^@\\s]+") || email.endsWith(".invalid")) {
            throw SlackCall.refused("users_not_found");
        }
        ObjectNode answer = Json.object().put("ok", true);
        answer.set("user", new Member(email).json());
        return Answer.json(200, answer);
    }

    private ObjectNode json() {
        String name = email.substring(0, email.indexOf('@'));
        ObjectNode json = Json.object()
                .put("id", "U" + Channel.digest(email))
                .put("team_id", Workspace.TEAM)
                .put("name", name)
                .put("deleted", name.equals("gone"))
                .put("real_name", name)
                .put("tz", "Etc/UTC")
                .put("tz_offset", 0)
                .put("is_bot", false);
        json.putObject("profile").put("email", email).put("real_name", name);
        return json;
    }
}
