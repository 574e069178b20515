package io.caravan.console.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.caravan.RunningCaravan;
import io.caravan.store.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees and does in the console, in a real browser, with the shipped routes and the sandbox. */
@Tag("sqlite")
class ConsoleTest {
    private static final String ATTACK = "<img src=x onerror=\"window.attacked=1\">";

    private static RunningCaravan caravan;
    private static Chromium chromium;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        chromium = Chromium.start();
        caravan = RunningCaravan.start(
                folder,
                "",
                Map.of(
                        "caravan.routes", "routes",
                        "caravan.redelivery.delay", "200ms",
                        "caravan.redelivery.maximum-redeliveries", "1"));
    }

    @AfterAll
    static void close() {
        if (caravan != null) {
            caravan.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void mend() {
        assertEquals(
                204,
                caravan.send(caravan.to("/sandbox/faults").DELETE().build()).statusCode());
    }

    private static Page open(String page) {
        return chromium.open("http://127.0.0.1:" + caravan.port() + "/#/" + page);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static Locator dialogButton(Page page, String name) {
        return page.getByRole(AriaRole.DIALOG)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Sends the sample event as it is suggested; its flow is shown. */
    private static void trigger(Page page) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Now").setExact(true))
                .click();
        button(page, "Send a sample event").click();
        dialogButton(page, "Send").click();
        page.waitForURL(Pattern.compile("#/flows/"));
    }

    private static void hasState(Page page, String word) {
        assertThat(page.locator(".head .state")).hasText(word);
    }

    @Test
    void a_sample_event_is_sent_and_its_flow_completes_before_ones_eyes() {
        Page page = open("now");
        trigger(page);
        hasState(page, "completed");
        assertThat(page.locator(".dag .box:not(.is-trigger):not(.is-succeeded)"))
                .hasCount(0);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sandbox"))
                .click();
        assertThat(page.locator(".replies").first()).containsText("The deal is in HubSpot");
        assertThat(page.locator(".crm")).containsText("Appointment with Ada Lovelace");
        assertEquals(List.of(), chromium.complaints());
    }

    @Test
    void hubspot_breaks_and_is_mended_and_its_dead_letter_is_replayed() {
        Page page = open("sandbox");
        Locator down = page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("HubSpot is down"));
        down.check(new Locator.CheckOptions().setForce(true));
        assertThat(button(page, "Mend everything")).isVisible();
        trigger(page);
        hasState(page, "failed");
        assertThat(page.locator(".dag .is-uncertain")).containsText("contact");
        assertThat(page.locator(".story"))
                .containsText("contact failed in attempt 1: HubSpot answered HTTP 503; again at");
        assertThat(page.locator(".action[open] .attempts tbody tr")).hasCount(2);
        assertThat(page.locator(".banner.is-bad")).containsText("contact is uncertain after 2 attempts");
        String flow = page.url();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Sandbox"))
                .click();
        down.uncheck(new Locator.UncheckOptions().setForce(true));
        assertThat(page.locator("#main")).containsText("Nothing is broken.");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Dead letters"))
                .click();
        Locator incident = page.locator(".incident", new Page.LocatorOptions().setHasText("HTTP 503"));
        assertThat(incident).containsText("HubSpot answered HTTP 503");
        incident.getByText("Replay…").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Replay 1 dead letter?");
        dialogButton(page, "Replay").click();
        assertThat(page.locator(".report")).containsText("Replayed 1 of 1");
        assertThat(page.locator(".report")).containsText("Done.");
        dialogButton(page, "Close").click();
        assertThat(incident).hasCount(0);
        page.navigate(flow);
        hasState(page, "completed");
        assertThat(page.locator(".story")).containsText("contact was replayed by local");
    }

    @Test
    void
            an_action_is_resolved_another_skipped_the_flow_restarted_and_a_second_one_cancelled_with_all_that_a_filter_finds() {
        caravan.post(
                "/sandbox/faults", "{\"method\":\"/crm\",\"status\":400,\"body\":{\"message\":\"no such property\"}}");
        String flow = request("resolved");
        request("given-up");
        Page page = open("flows/" + flow);
        button(page, "Resolve…").click();
        fill(page, "note", "made by hand");
        fill(page, "result", "{\"id\": \"7\"}");
        dialogButton(page, "Resolve").click();
        assertThat(page.locator(".banner.is-bad")).containsText("deal gave up after 1 attempt");
        assertThat(page.locator(".story")).containsText("contact was resolved by local: made by hand");
        button(page, "Skip…").click();
        fill(page, "note", "nobody wants it");
        dialogButton(page, "Skip").click();
        hasState(page, "completed");
        assertThat(page.locator(".story")).containsText("deal was skipped by local: nobody wants it");
        mend();
        button(page, "Restart from…").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText("These run again: deal, announcement-update, deal-link.");
        dialog.locator("select").selectOption("contact");
        assertThat(dialog).containsText("announcement keeps its result.");
        fill(page, "note", "mended");
        dialogButton(page, "Restart").click();
        assertThat(page.locator(".story")).containsText("The flow was restarted from contact by local: mended");
        assertThat(page.locator(".dag .box.is-succeeded")).hasCount(5);
        hasState(page, "completed");
        page.navigate(page.url().replaceFirst("#.*", "#/flows?status=failed&key=given-up@example.org"));
        button(page, "Cancel all of these…").click();
        dialogButton(page, "Cancel 1 flow").click();
        assertThat(page.locator(".report")).containsText("Cancelled 1 of 1. Done.");
        dialogButton(page, "Close").click();
        assertThat(page.locator("#main")).containsText("Nothing matches");
        assertEquals(List.of(), chromium.complaints());
    }

    /** A schedule request that HubSpot refuses; the flow, once it has failed. */
    private static String request(String name) {
        String data =
                "{\"requestId\":\"%1$s\",\"email\":\"%1$s@example.org\",\"name\":\"Ada\",\"when\":\"2026-12-01\"}";
        return caravan.flow("schedule.requested", data.formatted(name), "failed")
                .path("id")
                .asText();
    }

    private static void fill(Page page, String field, String text) {
        page.locator("dialog [name=" + field + "]").fill(text);
    }

    @Test
    void an_answer_that_comes_late_does_not_cover_a_newer_one() {
        Page page = open("sandbox");
        assertThat(page.locator("#main")).containsText("Nothing is broken.");
        var late = new ArrayList<Runnable>();
        page.route("**/sandbox/faults", route -> {
            if (late.isEmpty() && route.request().method().equals("GET")) {
                APIResponse before = route.fetch();
                late.add(() -> route.fulfill(new Route.FulfillOptions().setResponse(before)));
            } else {
                route.resume();
            }
        });
        caravan.event("nobody.asked", "{}");
        page.waitForCondition(() -> !late.isEmpty());
        page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("HubSpot is down"))
                .check(new Locator.CheckOptions().setForce(true));
        assertThat(button(page, "Mend everything")).isVisible();
        page.waitForResponse("**/sandbox/faults", late.get(0)).finished();
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        assertThat(button(page, "Mend everything")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(1));
    }

    @Test
    void markup_in_every_field_of_an_event_is_shown_as_text_and_does_nothing() {
        JsonNode event = hostile("schedule.requested");
        JsonNode accepted = RunningCaravan.json(caravan.post("/events", Json.write(event)));
        String flow = accepted.at("/flows/0/id").asText();
        caravan.await(flow, each -> !each.path("status").asText().equals("running"));
        JsonNode unrouted = RunningCaravan.json(caravan.post("/events", Json.write(hostile(ATTACK))));
        Page page = open("now");
        look(page, "now");
        look(page, "flows");
        look(page, "flows/" + flow);
        look(page, "dead-letters");
        look(page, "definitions");
        look(page, "events");
        look(page, "events?show=unrouted");
        look(page, "events/" + unrouted.path("id").asText());
        look(page, "sandbox");
        assertEquals(List.of(), chromium.complaints());
    }

    private static JsonNode hostile(String type) {
        String mark = ATTACK + System.nanoTime();
        var event = Json.mapper().createObjectNode();
        event.put("type", type).put("id", mark).put("source", "/" + mark.replaceAll("[^a-z0-9]", ""));
        event.put("subject", ATTACK).put("correlation", ATTACK);
        event.putObject("data")
                .put("requestId", mark)
                .put("email", ATTACK)
                .put("name", ATTACK)
                .put("when", ATTACK)
                .put("amount", ATTACK)
                .put(ATTACK, ATTACK);
        return event;
    }

    /** The markup stands there to be read, and nothing was made of it. */
    private static void look(Page page, String place) {
        page.evaluate("place => { location.hash = '#/' + place; }", place);
        assertThat(page.locator(".page-" + place.split("[/?]")[0])).isVisible();
        if (!place.equals("dead-letters") && !place.equals("definitions")) {
            assertThat(page.locator("#main")).containsText(ATTACK);
        }
        assertEquals(0, page.locator("main img, #toasts img").count(), place);
        assertEquals(true, page.evaluate("window.attacked === undefined"), place);
    }

    @Test
    void the_keyboard_leads_everywhere() {
        Page page = open("now");
        assertThat(page.locator("h1")).hasText("Now");
        page.keyboard().press("g");
        page.keyboard().press("d");
        assertThat(page.locator("h1")).hasText("Dead letters");
        page.keyboard().press("/");
        page.keyboard().type("no such key");
        page.keyboard().press("Enter");
        assertThat(page.locator("#main")).containsText("Nothing matches");
        page.keyboard().press("Escape");
        page.keyboard().press("?");
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("find a flow by any key");
    }
}
