package io.caravan.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.caravan.flow.Declaration.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Reading routes into definitions, and every reason to refuse them: where, and what to do. */
class BlueprintTest {
    private static final String KNOWN =
            "at, attemptTimeout, awaits, budgetKey, compensates, concurrency, correlate, deadLetterUri, delay,"
                    + " destination, forEach, lookBack, maximumRedeliveries, needs, onTimeout, priority, probe, redeliveryPolicy,"
                    + " timeout, when.";

    private static final Redelivery PATIENT = new Redelivery(20, Duration.ofMinutes(1), 2, Duration.ofHours(1), 0);
    private static final Policies POLICIES = new Policies(
            Graph.TWICE,
            Duration.ofMinutes(5),
            name -> name.equals("patient") ? Optional.of(PATIENT) : Optional.empty(),
            cron -> cron.startsWith("0 ") ? Optional.empty() : Optional.of("it does not begin with 0"));

    private final List<Declaration> routes = new ArrayList<>();

    /** Route number n stands in line 10 n, its options in the lines below. */
    private BlueprintTest route(String id, String path, String... options) {
        int line = 10 * (routes.size() + 1);
        Map<String, Option> read = new LinkedHashMap<>();
        for (String option : options) {
            int colon = option.indexOf(':');
            var place = new Place("f.yaml", line + read.size() + 1);
            read.put(option.substring(0, colon), new Option(option.substring(colon + 1), place));
        }
        routes.add(new Declaration(new Place("f.yaml", line), id, path, read));
        return this;
    }

    private BlueprintTest trigger(String... options) {
        return route("f", "f", options);
    }

    private BlueprintTest action(String name, String... options) {
        return route("f." + name, "f/" + name, options);
    }

    private static BlueprintTest flow() {
        return new BlueprintTest().trigger("event:t");
    }

    private Blueprint read() {
        return Blueprint.read(routes, POLICIES);
    }

    private Definition definition() {
        refuses();
        return read().definitions().get("f");
    }

    private void refuses(String... lines) {
        assertEquals(
                List.of(lines),
                read().refusals().stream().map(Refusal::toString).toList());
    }

    @Test
    void routes_are_read_into_a_definition_in_any_order() {
        var flow = flow().action("contact").action("deal", "needs:contact").action("link", "needs:deal,contact?");
        Definition definition = flow.definition();
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(flow.routes, new Random(seed));
            assertEquals(definition, flow.definition());
            assertEquals(definition.version(), flow.definition().version());
        }
        assertEquals(Set.of("contact", "deal", "link"), definition.actions().keySet());
    }

    @Test
    void a_changed_need_or_policy_is_another_version() {
        var before = flow().action("a").action("b", "needs:a").definition();
        assertNotEquals(before, flow().action("a").action("b", "needs:a?").definition());
        assertNotEquals(before, flow().action("a").action("b").definition());
        assertNotEquals(
                before,
                flow().action("a", "maximumRedeliveries:7")
                        .action("b", "needs:a")
                        .definition());
    }

    @Test
    void policies_come_from_the_defaults_the_bean_and_the_action() {
        var actions = flow().action("a")
                .action("b", "redeliveryPolicy:#patient")
                .action("c", "redeliveryPolicy:#bean:patient", "maximumRedeliveries:-1")
                .action("d", "maximumRedeliveries: 0 ", "attemptTimeout:30s", "destination:slack")
                .definition()
                .actions();
        assertEquals(
                new Policy(Graph.TWICE, Duration.ofMinutes(5), ""),
                actions.get("a").policy());
        assertEquals(PATIENT, actions.get("b").policy().redelivery());
        assertEquals(
                PATIENT.withMaximumRedeliveries(-1), actions.get("c").policy().redelivery());
        assertEquals(
                new Policy(Graph.TWICE.withMaximumRedeliveries(0), Duration.ofSeconds(30), "slack"),
                actions.get("d").policy());
    }

    @Test
    void every_option_of_this_version_is_taken() {
        flow().route("g", "g", "event:t", "key:k", "once:o", "when:w", "deadline:2d", "schedule:0 9", "timeZone:UTC")
                .refuses();
    }

    @Test
    void a_cycle_is_refused_with_its_whole_path() {
        flow().action("deal", "needs:link")
                .action("link", "needs:deal")
                .refuses("f.yaml:21: The needs of flow 'f' form a cycle: deal -> link -> deal.");
        flow().action("a")
                .action("b", "needs:a,d")
                .action("c", "needs:b?")
                .action("d", "needs:a,c")
                .action("e", "needs:d")
                .refuses("f.yaml:31: The needs of flow 'f' form a cycle: b -> d -> c -> b.");
    }

    @Test
    void a_self_need_is_refused_and_hides_no_cycle() {
        flow().action("a", "needs:a")
                .action("b", "needs:c")
                .action("c", "needs:b")
                .refuses(
                        "f.yaml:21: Action 'a' needs itself.",
                        "f.yaml:31: The needs of flow 'f' form a cycle: b -> c -> b.");
    }

    @Test
    void a_diamond_is_no_cycle() {
        flow().action("a")
                .action("b", "needs:a")
                .action("c", "needs:a")
                .action("d", "needs:b,c")
                .refuses();
    }

    @Test
    void a_long_ladder_of_diamonds_is_read_without_walking_every_path() {
        var flow = flow().action("z-00").action("y-00");
        for (int rung = 1; rung < 40; rung++) {
            String needs = String.format("needs:y-%02d,z-%02d", rung - 1, rung - 1);
            flow.action(String.format("z-%02d", rung), needs).action(String.format("y-%02d", rung), needs);
        }
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> flow.refuses());
    }

    @Test
    void an_unknown_need_is_refused_with_the_nearest_name() {
        flow().action("announcement")
                .action("contact")
                .action("deal", "destination:x", "needs:contact,anouncement?")
                .refuses("f.yaml:42: Action 'deal' needs 'anouncement', which does not exist;"
                        + " did you mean 'announcement'?");
    }

    @Test
    void an_unknown_need_without_a_near_name_is_refused_with_all_names() {
        flow().action("contact")
                .action("deal", "needs:invoice")
                .refuses("f.yaml:31: Action 'deal' needs 'invoice', which does not exist; flow 'f' has contact, deal.");
    }

    @Test
    void a_need_named_twice_is_refused() {
        flow().action("a").action("b", "needs:a,a?").refuses("f.yaml:31: Action 'b' names its need 'a' twice.");
    }

    @Test
    void a_yaml_list_of_needs_is_refused_with_the_text_to_write() {
        flow().action("a")
                .action("b")
                .action("c", "needs:[\"a\" , 'b']")
                .refuses("f.yaml:41: needs must be one text, not a YAML list: write needs: \"a,b\".");
    }

    @Test
    void two_triggers_are_refused() {
        flow().route("again", "f", "event:u")
                .refuses("f.yaml:20: Flow 'f' has two triggers; the other one is route 'f' at f.yaml:10.");
    }

    @Test
    void a_flow_without_trigger_is_refused() {
        new BlueprintTest()
                .action("a")
                .refuses("f.yaml:10: Flow 'f' has no trigger; add a route from flow:f?event=TYPE.");
    }

    @Test
    void a_trigger_without_event_and_schedule_is_refused() {
        String sentence = "The trigger of flow 'f' says no event and no schedule; add event: TYPE or schedule: CRON.";
        new BlueprintTest().trigger().refuses("f.yaml:10: " + sentence);
        new BlueprintTest().trigger("event: ").refuses("f.yaml:10: " + sentence);
        new BlueprintTest().trigger("schedule: ").refuses("f.yaml:10: " + sentence);
    }

    @Test
    void a_trigger_with_a_schedule_needs_no_event() {
        new BlueprintTest().trigger("schedule:0 9").refuses();
        new BlueprintTest()
                .trigger("schedule:0 9", "timeZone:Europe/Berlin", "event:t")
                .refuses();
    }

    @Test
    void a_schedule_that_cannot_be_used_is_refused_with_the_reason() {
        for (String cron : List.of("soon", "")) {
            new BlueprintTest()
                    .trigger("event:t", "schedule:" + cron)
                    .refuses("f.yaml:12: schedule '" + cron
                            + "' cannot be used: it does not begin with 0; write minute hour"
                            + " day month weekday, e.g. \"0 9 * * MON-FRI\", with seconds in front if need be.");
        }
    }

    @Test
    void an_unknown_time_zone_is_refused_with_the_nearest_one() {
        new BlueprintTest()
                .trigger("schedule:0 9", "timeZone:Europe/Belrin")
                .refuses("f.yaml:12: timeZone 'Europe/Belrin' is not known; did you mean 'Europe/Berlin'?");
        for (String zone : List.of("the moon", "")) {
            new BlueprintTest()
                    .trigger("schedule:0 9", "timeZone:" + zone)
                    .refuses("f.yaml:12: timeZone '" + zone
                            + "' is not known; write it like Europe/Berlin, or take it out for UTC.");
        }
    }

    @Test
    void a_time_zone_without_a_schedule_is_refused() {
        new BlueprintTest()
                .trigger("event:t", "timeZone:UTC")
                .refuses(
                        "f.yaml:12: timeZone belongs to a schedule, and there is none; add schedule: CRON or take it out.");
    }

    @Test
    void a_schedule_in_a_placeholder_is_judged_when_its_value_is_known() {
        new BlueprintTest().trigger("schedule:{{cron}}", "timeZone:{{zone}}").refuses();
    }

    @Test
    void two_actions_of_one_name_are_refused() {
        flow().action("a")
                .route("other", "f/a")
                .refuses("f.yaml:30: Flow 'f' has two actions 'a'; the other one is route 'f.a' at f.yaml:20.");
    }

    @Test
    void two_routes_of_one_id_are_refused() {
        flow().action("a").route("f.a", "f/b").refuses("f.yaml:30: Route id 'f.a' is taken by the route at f.yaml:20.");
    }

    @Test
    void a_route_without_id_is_refused() {
        flow().action("a")
                .route(" ", "f/b", "needs:a")
                .refuses("f.yaml:30: The route from flow:f/b has no id; give it one, e.g. id: f.b.");
    }

    @Test
    void one_missing_id_does_not_make_others_look_wrong() {
        new BlueprintTest()
                .route("", "f", "event:t")
                .action("a")
                .refuses("f.yaml:10: The route from flow:f has no id; give it one, e.g. id: f.");
    }

    @Test
    void names_with_other_letters_are_refused() {
        for (String name : List.of("A", "a_b", "-a", "a.b", "a b", "ä", "", "a/b")) {
            flow().route("x", "f/" + name)
                    .refuses("f.yaml:20: '" + name + "' cannot name an action in flow:f/" + name
                            + "; use lower-case letters, digits and '-'.");
        }
        new BlueprintTest()
                .route("x", "Flow", "event:t")
                .refuses("f.yaml:10: 'Flow' cannot name a flow in flow:Flow; use lower-case letters, digits and '-'.");
        flow().action("0-a-1").refuses();
    }

    @Test
    void reserved_names_are_refused() {
        for (String name : List.of("input", "event", "trigger")) {
            flow().route("x", "f/" + name)
                    .refuses("f.yaml:20: '" + name + "' is reserved; choose another name in flow:f/" + name + ".");
        }
        new BlueprintTest()
                .route("x", "event", "event:t")
                .refuses("f.yaml:10: 'event' is reserved; choose another name in flow:event.");
    }

    @Test
    void an_unknown_parameter_is_refused_with_the_nearest_name() {
        flow().action("a", "destination:x", "need:b")
                .refuses("f.yaml:22: Unknown parameter 'need' of an action; did you mean 'needs'?");
        new BlueprintTest()
                .trigger("event:t", "dedline:2d")
                .refuses("f.yaml:12: Unknown parameter 'dedline' of a trigger; did you mean 'deadline'?");
    }

    @Test
    void an_unknown_parameter_without_a_near_name_is_refused_with_those_known() {
        flow().action("a", "colour:red")
                .refuses("f.yaml:21: Unknown parameter 'colour' of an action; known are " + KNOWN);
    }

    @Test
    void a_parameter_on_the_wrong_kind_of_route_is_refused() {
        flow().action("a", "deadline:2d")
                .refuses("f.yaml:21: 'deadline' belongs to the trigger (flow:f), not to an action.");
        new BlueprintTest()
                .trigger("event:t", "needs:a")
                .refuses("f.yaml:12: 'needs' belongs to an action, not to a trigger.");
    }

    @Test
    void an_action_compensates_another_one_that_is_there_and_has_no_other_compensation() {
        assertEquals(
                "contact",
                flow().action("contact")
                        .action("forget", "compensates: contact ", "budgetKey:b")
                        .definition()
                        .actions()
                        .get("forget")
                        .provisions()
                        .compensates());
        flow().action("contact")
                .action("a", "compensates:contakt")
                .action("b", "compensates:b")
                .action("c", "compensates:")
                .refuses(
                        "f.yaml:31: Action 'a' compensates 'contakt', which does not exist; did you mean 'contact'?",
                        "f.yaml:41: Action 'b' compensates itself; name the action whose effect it undoes.",
                        "f.yaml:51: compensates is blank; take it out, or say what it shall be.");
        flow().action("x")
                .action("a", "compensates:x")
                .action("b", "compensates:x")
                .action("c", "compensates:a")
                .refuses(
                        "f.yaml:41: Action 'b' compensates 'x', as 'a' at f.yaml:30 does; keep one of them.",
                        "f.yaml:51: Action 'c' compensates 'a', which is a compensation itself.");
    }

    @Test
    void a_compensation_has_no_part_in_the_graph() {
        flow().action("x")
                .action("a", "compensates:x", "needs:x", "when:w", "forEach:${f}")
                .action("b", "needs:a")
                .refuses(
                        "f.yaml:32: compensates and needs contradict each other; keep one of them.",
                        "f.yaml:33: compensates and when contradict each other; keep one of them.",
                        "f.yaml:34: compensates and forEach contradict each other; keep one of them.",
                        "f.yaml:41: Action 'b' needs 'a', which compensates 'x' and runs only on a flow's way back.");
    }

    @Test
    void a_bad_duration_is_refused() {
        for (String text : List.of("5", "soon", "0s", "PT-1S", "")) {
            flow().action("a", "attemptTimeout:" + text)
                    .refuses("f.yaml:21: attemptTimeout '" + text
                            + "' is not a duration; write it with its unit, e.g. 30s, 2h, 1d or PT2H.");
        }
        new BlueprintTest()
                .trigger("event:t", "deadline:7")
                .refuses(
                        "f.yaml:12: deadline '7' is not a duration; write it with its unit, e.g. 30s, 2h, 1d or PT2H.");
    }

    @Test
    void a_bad_number_of_redeliveries_is_refused() {
        for (String text : List.of("-2", "many", "1.5", "")) {
            flow().action("a", "maximumRedeliveries:" + text)
                    .refuses(
                            "f.yaml:21: maximumRedeliveries must be a whole number from -1 on (0 = none, -1 = for ever), not '"
                                    + text + "'.");
        }
    }

    @Test
    void an_unknown_redelivery_policy_is_refused() {
        for (String text : List.of("#hasty", "patient", "?patient")) {
            flow().action("a", "redeliveryPolicy:" + text)
                    .refuses(
                            "f.yaml:21: redeliveryPolicy '" + text
                                    + "' is not a RedeliveryPolicy bean; declare it under beans: and refer to it as \"#name\".");
        }
    }

    @Test
    void refusals_stand_in_the_order_of_their_places_and_each_flow_by_itself() {
        flow().action("a", "colour:red", "needs:x", "attemptTimeout:5")
                .route("g.a", "g/a")
                .route("h", "h", "event:t")
                .refuses(
                        "f.yaml:21: Unknown parameter 'colour' of an action; known are " + KNOWN,
                        "f.yaml:22: Action 'a' needs 'x', which does not exist; flow 'f' has a.",
                        "f.yaml:23: attemptTimeout '5' is not a duration; write it with its unit, e.g. 30s, 2h, 1d or"
                                + " PT2H.",
                        "f.yaml:30: Flow 'g' has no trigger; add a route from flow:g?event=TYPE.");
    }

    @Test
    void a_place_without_line_is_its_file() {
        assertEquals("f.yaml", new Place("f.yaml", 0).toString());
    }
}
