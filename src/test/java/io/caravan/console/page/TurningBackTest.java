package io.caravan.console.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.caravan.RunningCaravan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flow that undoes what it did, is restarted and moved to another version of its definition, in a real browser. */
@Tag("sqlite")
class TurningBackTest {
    private static final String ROUTES =
            """
            - route:
                id: stay
                from: { uri: flow:stay, parameters: { event: stay }, steps: [ { log: stay } ] }
            - route:
                id: stay.hotel
                from: { uri: flow:stay/hotel, steps: [ { setBody: { constant: "room 7" } } ] }
            - route:
                id: stay.start
                from: { uri: flow:stay/start, parameters: { needs: hotel, delay: 1h }, steps: [ { log: start } ] }
            - route:
                id: stay.no-hotel
                from: { uri: flow:stay/no-hotel, parameters: { compensates: hotel }, steps: [ { log: "gave it back" } ] }
            - route:
                id: nap
                from: { uri: flow:nap, parameters: { event: nap }, steps: [ { log: nap } ] }
            - route:
                id: nap.sleep
                from: { uri: flow:nap/sleep, parameters: { delay: 2s }, steps: [ { delay: { constant: 6000 } } ] }
            """;

    private static final String NEXT = ROUTES
            + """
                    - route:
                        id: stay.thank
                        from: { uri: flow:stay/thank, parameters: { needs: start }, steps: [ { log: thanks } ] }
                    """;

    @Test
    void a_flow_is_cancelled_undone_restarted_and_moved(@TempDir Path folder) throws IOException {
        try (var chromium = Chromium.start();
                var caravan = RunningCaravan.start(folder, ROUTES, Map.of())) {
            String flow = caravan.event("stay", "{}").at("/flows/0/id").asText();
            caravan.await(flow, each -> RunningCaravan.action(each, "hotel")
                    .path("state")
                    .asText()
                    .equals("succeeded"));
            String nap = caravan.event("nap", "{}").at("/flows/0/id").asText();
            String place = "http://127.0.0.1:" + caravan.port() + "/#/flows/";
            Page page = chromium.open(place + nap);
            assertThat(page.locator(".dag .box.is-running")).containsText("sleep"); // no fact tells that it has begun
            page.navigate(place + flow);
            undo(page, caravan);
            restart(page);
            Files.writeString(folder.resolve("routes/routes.camel.yaml"), NEXT);
            move(page);
            assertThat(page.locator(".dag")).containsText("thank");
            assertThat(page.locator(".story")).containsText("by local: thank them");
            assertEquals(List.of(), chromium.complaints());
        }
    }

    private static void undo(Page page, RunningCaravan caravan) {
        caravan.post("/definitions/stay/actions/no-hotel/pause", "{}");
        act(page, "Cancel…", "ill", "Cancel the flow");
        assertThat(page.locator(".head .state")).hasText("turning back");
        Locator banner = page.locator(".banner", new Page.LocatorOptions().setHasText("It undoes what it did"));
        assertThat(banner).containsText("no-hotel undoes hotel");
        assertThat(banner).containsText("paused");
        assertThat(page.locator(".dag .box.is-compensation")).containsText("no-hotel");
        assertThat(page.locator(".dag .edge.is-undoing")).hasCount(1);
        assertThat(button(page, "Cancel…")).hasCount(0);
        caravan.post("/definitions/stay/actions/no-hotel/resume", "{}");
        assertThat(page.locator(".head .state")).hasText("cancelled");
        assertThat(banner).hasCount(0);
        assertThat(page.locator(".story")).containsText("to be undone by no-hotel");
    }

    private static void restart(Page page) {
        button(page, "Restart from…").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("These run again: hotel, start.");
        confirm(page, "well again", "Restart");
        assertThat(page.locator(".head .state")).hasText("running");
        assertThat(page.locator(".story")).containsText("The flow was restarted from start by local: well again");
    }

    /** The edit comes into force while the definition is looked at. */
    private static void move(Page page) {
        String flow = page.url();
        page.navigate(flow.replaceFirst("#.*", "#/definitions/stay"));
        button(page, "Move running flows to this version…").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("It can move.");
        confirm(page, "thank them", "Move 1 flow");
        assertThat(page.locator(".report")).containsText("Moved 1 of 1. Done.");
        page.locator("dialog").getByText("Close").click();
        assertThat(button(page, "Move running flows to this version…")).hasCount(0);
        page.navigate(flow);
    }

    private static void act(Page page, String name, String note, String confirmation) {
        button(page, name).click();
        confirm(page, note, confirmation);
    }

    private static void confirm(Page page, String note, String act) {
        page.locator("dialog [name=note]").fill(note);
        page.locator("dialog")
                .getByText(act, new Locator.GetByTextOptions().setExact(true))
                .click();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }
}
