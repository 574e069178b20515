package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The Slack workspace that the sandbox plays, and the bot that posts in it. */
final class Workspace {
    static final String URL = "https://caravan-sandbox.slack.com/";
    static final String BOT_USER = "U0SANDBOX01";
    static final String SOMEBODY = "U0SANDBOX02";
    private static final String BOT = "B0SANDBOX01";
    private static final String APP = "A0SANDBOX01";
    static final String TEAM = "T0SANDBOX01";

    private Workspace() {}

    /** The answer of auth.test. */
    static ObjectNode identity() {
        return Json.object()
                .put("ok", true)
                .put("url", URL)
                .put("team", "Caravan Sandbox")
                .put("user", "caravan")
                .put("team_id", TEAM)
                .put("user_id", BOT_USER)
                .put("bot_id", BOT)
                .put("is_enterprise_install", false);
    }

    /** A message of the bot, still without content. */
    static ObjectNode message(Timestamp ts) {
        ObjectNode message = Json.object()
                .put("user", BOT_USER)
                .put("type", "message")
                .put("ts", ts.toString())
                .put("bot_id", BOT)
                .put("app_id", APP)
                .put("text", "")
                .put("team", TEAM);
        message.putObject("bot_profile")
                .put("id", BOT)
                .put("app_id", APP)
                .put("name", "caravan")
                .put("deleted", false)
                .put("team_id", TEAM);
        return message;
    }
}
