package io.caravan.sandbox;

import java.util.List;

/** The tables of Slack's channels and limits, beside those of {@link Schema}. */
final class SlackSchema {
    static final List<String> STATEMENTS = List.of(
            """
            CREATE TABLE IF NOT EXISTS sandbox_room (
              channel TEXT PRIMARY KEY REFERENCES sandbox_channel (id),
              creator TEXT NOT NULL,
              private INTEGER NOT NULL CHECK (private IN (0, 1)),
              created BIGINT NOT NULL
            )
            """,
            """
            CREATE TABLE IF NOT EXISTS sandbox_member (
              channel TEXT NOT NULL REFERENCES sandbox_channel (id),
              member TEXT NOT NULL,
              PRIMARY KEY (channel, member)
            )
            """,
            """
            CREATE TABLE IF NOT EXISTS sandbox_slack_limit (
              method TEXT NOT NULL,
              per TEXT NOT NULL CHECK (per IN ('method', 'channel')),
              definition TEXT NOT NULL,
              refused BIGINT NOT NULL,
              PRIMARY KEY (method, per)
            )
            """,
            """
            CREATE TABLE IF NOT EXISTS sandbox_slack_pace (
              method TEXT NOT NULL,
              place TEXT NOT NULL,
              due BIGINT NOT NULL,
              PRIMARY KEY (method, place)
            )
            """,
            // the channel of messages that name none is there before the first of them, or one in doubt could not be
            // looked for
            """
            INSERT INTO sandbox_channel (id, name) VALUES ('%s', 'schedule') ON CONFLICT DO NOTHING
            """
                    .formatted(Channel.called("schedule").id()));

    private SlackSchema() {}
}
