package io.caravan.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the setup of a portal makes of properties that are there, that are refused, or that others make meanwhile. */
final class HubSpotSetupTest {
    private static final String NOTES = "/crm/properties/2026-09/notes";
    private static final String UNIQUE = "{\"name\":\"caravan_key\",\"hasUniqueValue\":true}";
    private static final String NOT_UNIQUE = "{\"name\":\"caravan_key\",\"hasUniqueValue\":false}";

    private final List<String> told = new ArrayList<>();
    private ThirdParty portal;

    @BeforeEach
    void open() throws Exception {
        portal = new ThirdParty()
                .answers("/account-info/2026-09/details", 403, "{}")
                .answers(NOTES + "/groups", 200, "{\"results\":[{\"name\":\"other\"},{\"name\":\"noteinformation\"}]}");
    }

    @AfterEach
    void close() {
        portal.close();
    }

    @Test
    void the_property_is_made_in_the_group_of_its_kind() {
        portal.answers(NOTES + "/caravan_key", 404, "{}").answers(NOTES, 201, UNIQUE);

        assertTrue(setup());

        JsonNode asked = portal.asked(NOTES).json();
        assertEquals("caravan_key", asked.path("name").asText());
        assertEquals("noteinformation", asked.path("groupName").asText());
        assertTrue(asked.path("hasUniqueValue").asBoolean());
        assertEquals("Bearer pat-1", portal.asked(NOTES).headers().get("Authorization"));
        assertEquals(
                List.of("portal: HubSpot does not tell which.", "notes: caravan_key was made, its values are unique."),
                told);
    }

    @Test
    void a_property_that_is_there_is_left_alone() {
        portal.answers(NOTES + "/caravan_key", 200, UNIQUE);
        assertTrue(setup());
        assertTrue(portal.asked().stream().allMatch(asked -> asked.method().equals("GET")));
    }

    @Test
    void a_property_whose_values_are_not_unique_is_told_with_the_way_out() {
        portal.answers(NOTES + "/caravan_key", 200, NOT_UNIQUE);
        assertFalse(setup());
        assertTrue(told.get(1).contains("not unique") && told.get(1).contains("archive and delete it"), told.get(1));
    }

    @Test
    void an_answer_that_does_not_say_unique_is_not_believed() {
        portal.answers(NOTES + "/caravan_key", 404, "{}").answers(NOTES, 201, "{\"name\":\"caravan_key\"}");
        assertFalse(setup());
    }

    @Test
    void a_portal_that_refuses_the_property_is_told_and_the_other_kinds_go_on() {
        portal.answers(NOTES + "/caravan_key", 404, "{}")
                .answers(NOTES, 400, "{\"message\":\"Unique properties are not supported for notes\"}")
                .answers("/crm/properties/2026-09/deals/caravan_key", 200, UNIQUE);
        assertFalse(setup("notes", "deals"));
        assertTrue(told.get(1).contains("not supported for notes"), told.get(1));
        assertEquals("deals: caravan_key is there, its values are unique.", told.get(2));
    }

    @Test
    void whoever_makes_it_meanwhile_has_made_it() {
        var looks = new AtomicInteger();
        portal.answers(NOTES + "/caravan_key", request -> {
                    boolean first = looks.getAndIncrement() == 0;
                    request.response().setStatusCode(first ? 404 : 200).end(first ? "{}" : UNIQUE);
                })
                .answers(NOTES, 409, "{\"message\":\"exists\"}");
        assertTrue(setup());
        assertEquals("notes: caravan_key is there, its values are unique.", told.get(1));
    }

    @Test
    void an_archived_property_that_holds_the_name_is_told() {
        portal.answers(NOTES + "/caravan_key", 404, "{}").answers(NOTES, 409, "{\"message\":\"exists\"}");
        assertFalse(setup());
        assertTrue(told.get(1).contains("archived property"), told.get(1));
    }

    private boolean setup(String... kinds) {
        return new HubSpotSetup(new HubSpotPortal(URI.create(portal.url() + "/"), "pat-1", "2026-09"), told::add)
                .run(kinds.length == 0 ? List.of("notes") : List.of(kinds));
    }
}
