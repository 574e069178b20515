package io.caravan.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Notes, companies, labels and pipelines as the sandbox's HubSpot has them. */
final class HubSpotNotesTest {
    private static final String OBJECTS = "/hubspot/crm/objects/2026-09/";

    @TempDir
    private Path directory;

    private RunningSandbox sandbox;

    @BeforeEach
    void open() {
        sandbox = new RunningSandbox(directory);
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({"notes,hs_timestamp,2026-12-01T10:00:00Z", "companies,name,Example"})
    void a_repeated_upsert_by_the_key_finds_the_same_record(String kind, String property, String value) {
        String upsert = "{\"inputs\":[{\"id\":\"k-1\",\"idProperty\":\"caravan_key\",\"properties\":{\"" + property
                + "\":\"" + value + "\"}}]}";
        String first = sandbox.post(OBJECTS + kind + "/batch/upsert", upsert)
                .json()
                .at("/results/0/id")
                .asText();
        String second = sandbox.post(OBJECTS + kind + "/batch/upsert", upsert)
                .json()
                .at("/results/0/id")
                .asText();
        assertEquals(first, second);
        assertEquals(
                2, sandbox.get("/hubspot/" + kind).json().at("/items/0/writes").asInt());
    }

    @Test
    void a_new_note_needs_its_time_and_a_changed_one_does_not() {
        String timeless = "{\"inputs\":[{\"id\":\"k-1\",\"idProperty\":\"caravan_key\",\"properties\":{}}]}";
        var refused = sandbox.post(OBJECTS + "notes/batch/upsert", timeless);
        assertEquals(400, refused.status());
        assertEquals(
                "MISSING_REQUIRED_PROPERTY", refused.json().at("/errors/0/code").asText());
        sandbox.post(
                OBJECTS + "notes", "{\"properties\":{\"caravan_key\":\"k-1\",\"hs_timestamp\":\"1764583200000\"}}");
        assertEquals(200, sandbox.post(OBJECTS + "notes/batch/upsert", timeless).status());
    }

    @Test
    void labels_stand_beside_the_default_association() {
        String deal = make("deals", "");
        String company = make("companies", "");
        String path = OBJECTS + "deals/" + deal + "/associations/companies/" + company;
        String types =
                """
                [{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":5},
                 {"associationCategory":"USER_DEFINED","associationTypeId":77}]
                """;
        for (int i = 0; i < 2; i++) {
            assertEquals(201, sandbox.send(sandbox.sending("PUT", path, types)).status());
        }
        var listed = sandbox.get(OBJECTS + "deals/" + deal + "/associations/companies")
                .json();
        assertEquals(1, listed.path("results").size());
        assertEquals(
                "[341, 5, 77]",
                listed.at("/results/0/associationTypes").findValues("typeId").toString());
        assertEquals(400, sandbox.send(sandbox.sending("PUT", path, "[]")).status());
        assertEquals(400, sandbox.send(sandbox.sending("PUT", path, "{")).status());
        assertEquals(
                400,
                sandbox.send(sandbox.sending("PUT", path, types.replace("5}", "3}")))
                        .status(),
                "3 leads to contacts");
        assertEquals(
                404,
                sandbox.send(sandbox.sending("PUT", path.replace(company, "1"), types))
                        .status());
    }

    @Test
    void kinds_without_a_type_between_them_cannot_be_associated() {
        String note = make("notes", "\"hs_timestamp\":\"1\"");
        assertEquals(
                400,
                sandbox.put(OBJECTS + "notes/" + note + "/associations/default/notes/" + note)
                        .status());
    }

    @Test
    void a_stage_is_one_of_the_pipeline() {
        assertEquals(
                "closedwon",
                sandbox.get("/hubspot/crm/pipelines/2026-09/deals/default")
                        .json()
                        .at("/stages/5/id")
                        .asText());
        assertEquals(404, sandbox.get("/hubspot/crm/v3/pipelines/deals/mine").status());
        assertEquals(
                0,
                sandbox.get("/hubspot/crm/v3/pipelines/companies")
                        .json()
                        .path("results")
                        .size());
        var refused = sandbox.post(OBJECTS + "deals", "{\"properties\":{\"dealstage\":\"won\"}}");
        assertEquals("INVALID_OPTION", refused.json().at("/errors/0/code").asText());
    }

    @Test
    void an_expired_token_is_told_from_a_wrong_one() {
        var reply = sandbox.send(sandbox.bare(OBJECTS + "deals/1").header("Authorization", "Bearer pat-expired"));
        assertEquals(401, reply.status());
        assertEquals("EXPIRED_AUTHENTICATION", reply.json().path("category").asText());
    }

    @Test
    @Tag("sqlite")
    void a_sandbox_from_before_notes_keeps_what_it_has_and_takes_them() throws Exception {
        String deal = make("deals", "\"caravan_key\":\"k-1\"");
        String contact = make("contacts", "");
        sandbox.put(OBJECTS + "deals/" + deal + "/associations/default/contacts/" + contact);
        sandbox.close();
        narrow();
        open();
        String note = make("notes", "\"hs_timestamp\":\"1\"");
        assertEquals(
                200,
                sandbox.put(OBJECTS + "notes/" + note + "/associations/default/deals/" + deal)
                        .status());
        assertEquals(
                deal,
                sandbox.get(OBJECTS + "deals/k-1?idProperty=caravan_key")
                        .json()
                        .path("id")
                        .asText());
        assertEquals(
                2,
                sandbox.get("/hubspot/deals").json().at("/items/0/associations").size());
    }

    @Test
    @Tag("postgres")
    void a_sandbox_from_before_notes_takes_them_on_postgresql_too() throws Exception {
        String deal = make("deals", "\"caravan_key\":\"k-1\"");
        sandbox.close();
        String schema = RunningSandbox.schema(directory);
        try (Connection connection = DriverManager.getConnection(RunningSandbox.database(directory));
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE " + schema + ".sandbox_record DROP CONSTRAINT sandbox_record_kind_check,"
                    + " ADD CONSTRAINT sandbox_record_kind_check CHECK (kind IN ('contacts', 'companies', 'deals'))");
        }
        open();
        String note = make("notes", "\"hs_timestamp\":\"1\"");
        assertEquals(
                200,
                sandbox.put(OBJECTS + "notes/" + note + "/associations/default/deals/" + deal)
                        .status());
    }

    /** Gives the table of records the constraint that it had. */
    private void narrow() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("sandbox.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA writable_schema = ON");
            int changed = statement.executeUpdate(
                    "UPDATE sqlite_master SET sql = replace(sql, ', ''notes''', '') WHERE name = 'sandbox_record'");
            assertEquals(1, changed);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("sandbox.db"));
                Statement statement = connection.createStatement()) {
            String note = "INSERT INTO sandbox_record VALUES (1, 'notes', '{}', '', '', 1)";
            SQLException refused = assertThrows(SQLException.class, () -> statement.execute(note));
            assertTrue(refused.getMessage().contains("CHECK"), refused::getMessage);
        }
    }

    private String make(String kind, String properties) {
        var reply = sandbox.post(OBJECTS + kind, "{\"properties\":{" + properties + "}}");
        assertEquals(201, reply.status(), reply::text);
        return reply.json().path("id").asText();
    }
}
