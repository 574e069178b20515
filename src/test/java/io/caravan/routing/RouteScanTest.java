package io.caravan.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.dispatch.Schedule;
import io.caravan.flow.Policies;
import io.caravan.flow.Redelivery;
import io.caravan.flow.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;

/** What route files are refused for, with file, line and a sentence, before Camel sees them. */
class RouteScanTest {
    private static final Redelivery REDELIVERY =
            new Redelivery(8, Duration.ofSeconds(1), 2, Duration.ofMinutes(15), 0.15);

    @TempDir
    Path folder;

    private List<Refusal> scan() throws IOException {
        var policies = new Policies(
                REDELIVERY,
                Duration.ofMinutes(5),
                bean -> bean.equals("patient") ? Optional.of(REDELIVERY) : Optional.empty(),
                Schedule::problem);
        return RouteScan.of(new RouteFolder(folder).read()).refusals(policies);
    }

    private void write(String name, String yaml) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), yaml);
    }

    /** Scans a sound trigger (lines 1 to 7) and what follows it from line 8. */
    private List<Refusal> withTrigger(String more) throws IOException {
        write("r.camel.yaml", trigger("deal", "event: asked") + more);
        return scan();
    }

    private static String trigger(String name, String parameters) {
        return """
                - route:
                    id: %1$s
                    from:
                      uri: flow:%1$s
                      parameters: { %2$s }
                      steps:
                        - log: asked
                """
                .formatted(name, parameters);
    }

    /** Seven lines; parameters on the fifth. */
    private static String action(String name, String parameters) {
        return """
                - route:
                    id: deal.%1$s
                    from:
                      uri: flow:deal/%1$s
                      parameters: { %2$s }
                      steps:
                        - log: done
                """
                .formatted(name, parameters);
    }

    private void refused(List<Refusal> refusals, int line, String... words) {
        assertEquals(1, refusals.size(), refusals.toString());
        refused(refusals.get(0), line, words);
    }

    private void refused(Refusal refusal, int line, String... words) {
        assertEquals(folder.resolve("r.camel.yaml").toString(), refusal.place().file());
        assertEquals(line, refusal.place().line(), refusal.toString());
        for (String word : words) {
            assertTrue(refusal.sentence().contains(word), refusal.toString());
        }
        assertTrue(refusal.sentence().matches("(?s).*[.?]"), refusal.toString());
    }

    @Test
    void sound_routes_are_not_refused() throws IOException {
        assertEquals(
                List.of(),
                withTrigger(action("a", "needs: \"b?\", attemptTimeout: 30s, redeliveryPolicy: \"#patient\"")
                        + action("b", "maximumRedeliveries: -1, destination: slack")));
    }

    @Test
    void a_cycle_is_told_with_its_whole_path() throws IOException {
        var refusals = withTrigger(action("a", "needs: c") + action("b", "needs: a") + action("c", "needs: b"));
        assertEquals(1, refusals.size(), refusals.toString());
        assertTrue(
                refusals.get(0).sentence().matches(".*(a -> c -> b -> a|b -> a -> c -> b|c -> b -> a -> c).*"),
                refusals.toString());
        assertTrue(List.of(12, 19, 26).contains(refusals.get(0).place().line()), refusals.toString());
    }

    @Test
    void an_unknown_need_is_told_with_the_nearest_name() throws IOException {
        refused(
                withTrigger(action("contact", "destination: x") + action("link", "needs: contcat")),
                19,
                "'contcat'",
                "did you mean 'contact'");
    }

    @Test
    void a_need_of_itself_is_refused() throws IOException {
        refused(withTrigger(action("a", "needs: a")), 12, "needs itself");
    }

    @Test
    void a_list_of_needs_is_told_how_to_write_it() throws IOException {
        refused(withTrigger(action("a", "") + action("b", "") + action("c", "needs: [a, b]")), 26, "needs: \"a,b\"");
    }

    @Test
    void two_triggers_are_refused() throws IOException {
        refused(
                withTrigger(trigger("deal", "event: other").replace("id: deal", "id: deal-again")),
                10,
                "two triggers",
                "r.camel.yaml:3");
    }

    @Test
    void a_flow_without_a_trigger_is_refused() throws IOException {
        write("r.camel.yaml", action("a", ""));
        refused(scan(), 3, "no trigger", "flow:deal?event=TYPE");
    }

    @Test
    void a_trigger_without_an_event_is_refused() throws IOException {
        write("r.camel.yaml", trigger("deal", "key: x"));
        refused(scan(), 3, "no event and no schedule");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 9 * * MON-FRI", "*/10 * * * * *", "@daily", "{{caravan.test.cron}}"})
    void a_trigger_may_have_a_schedule_instead_of_an_event(String cron) throws IOException {
        write("r.camel.yaml", trigger("deal", "schedule: \"" + cron + "\", timeZone: Europe/Berlin"));
        assertEquals(List.of(), scan());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "61 * * * *;61",
                "* * * *;4 fields",
                "0 9 * * MON-FRI 2027 1;7 fields",
                "0 0 30 2 *;never comes",
                "every day;2 fields",
                "@reboot;'@reboot'",
                "0 0 L * *;L",
                "0 0 ? * MON;'?'"
            })
    void a_schedule_that_is_none_is_refused(String cron, String words) throws IOException {
        write("r.camel.yaml", trigger("deal", "schedule: \"" + cron + "\""));
        refused(scan(), 5, "schedule '" + cron + "'", words, "0 9 * * MON-FRI");
    }

    @Test
    void a_time_zone_that_is_none_is_refused() throws IOException {
        write("r.camel.yaml", trigger("deal", "schedule: \"0 9 * * *\", timeZone: Berlin"));
        refused(scan(), 5, "timeZone 'Berlin'", "Europe/Berlin");
    }

    @Test
    void two_actions_of_one_name_are_refused() throws IOException {
        refused(
                withTrigger(action("a", "") + action("a", "").replace("id: deal.a", "id: deal.again")),
                17,
                "two actions 'a'",
                "r.camel.yaml:10");
    }

    @ParameterizedTest
    @CsvSource({
        "neds: b,'neds',did you mean 'needs'",
        "event: x,'event',belongs to the trigger",
        "once: x,'once',belongs to the trigger",
        "compensates: x,'compensates',which does not exist",
        "whatever: x,'whatever',known are"
    })
    void a_parameter_that_an_action_does_not_have_is_refused(String parameter, String name, String words)
            throws IOException {
        refused(withTrigger(action("a", parameter)), 12, name, words);
    }

    @Test
    void a_parameter_that_a_trigger_does_not_have_is_refused() throws IOException {
        write("r.camel.yaml", trigger("deal", "event: x, needs: a"));
        refused(scan(), 5, "'needs'", "belongs to an action");
    }

    @ParameterizedTest
    @ValueSource(strings = {"attemptTimeout: 30", "attemptTimeout: soon", "attemptTimeout: -5s", "attemptTimeout: 0s"})
    void a_duration_without_a_unit_is_refused(String parameter) throws IOException {
        refused(withTrigger(action("a", parameter)), 12, "attemptTimeout", "unit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attemptTimeout: 200000000000d",
                "delay: 40000000000w",
                "awaits: paid, correlate: x, timeout: P36501D",
                "awaits: paid, correlate: x, lookBack: 36501d"
            })
    void a_duration_of_more_than_a_hundred_years_is_refused(String parameters) throws IOException {
        refused(withTrigger(action("a", parameters)), 12, "longer than a hundred years");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deadline: 40000000000w", "key: k, onceWithin: 40000000000w"})
    void a_duration_of_a_trigger_is_bounded_like_those_of_actions(String parameters) throws IOException {
        write("r.camel.yaml", trigger("deal", "event: x, " + parameters));
        refused(scan(), 5, "longer than a hundred years");
    }

    @ParameterizedTest
    @ValueSource(strings = {"awaits: paid, correlate: x, lookBack: 0s", "delay: 0s"})
    void a_look_back_and_a_delay_may_be_no_time_at_all(String parameters) throws IOException {
        assertEquals(List.of(), withTrigger(action("a", parameters)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "awaits: paid, correlate: \"{{prefix}}-${body[id]}\"",
                "awaits: \"{{type}}\", correlate: x, lookBack: 1h",
                "awaits: paid, correlate: x, timeout: \"{{t}}\", onTimeout: skip",
                "awaits: paid, correlate: x, timeout: 1h, onTimeout: \"{{what}}\"",
                "needs: \"{{n}}\", attemptTimeout: \"{{t}}\", delay: \"{{d}}\", forEach: \"{{list}}\"",
                "redeliveryPolicy: \"{{p}}\", maximumRedeliveries: \"{{m}}\", priority: \"{{x}}\", concurrency: \"{{c}}\"",
                "probe: \"{{p}}\", deadLetterUri: \"{{u}}\", destination: \"{{d}}\"",
                "compensates: \"{{other}}\""
            })
    void what_a_placeholder_gives_is_given_and_judged_when_it_is_known(String parameters) throws IOException {
        assertEquals(List.of(), withTrigger(action("a", parameters)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "awaits: \"{{type}}\", correlate: x, delay: 1h;awaits and delay contradict",
                "compensates: \"{{other}}\", needs: b;compensates and needs contradict",
                "atemptTimeout: \"{{t}}\";did you mean 'attemptTimeout'"
            })
    void a_placeholder_excuses_nothing_but_its_value(String parameters, String words) throws IOException {
        refused(withTrigger(action("a", parameters) + action("b", "")), 12, words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-2", "many", "1.5", "\"\""})
    void a_number_of_redeliveries_that_is_none_is_refused(String number) throws IOException {
        refused(withTrigger(action("a", "maximumRedeliveries: " + number)), 12, "maximumRedeliveries");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"#nosuch\"", "patient"})
    void a_policy_that_is_no_bean_is_refused(String policy) throws IOException {
        refused(withTrigger(action("a", "redeliveryPolicy: " + policy)), 12, "RedeliveryPolicy bean");
    }

    @Test
    void a_route_without_an_id_is_refused() throws IOException {
        refused(withTrigger(action("a", "").replace("    id: deal.a\n", "")), 9, "has no id", "deal.a");
    }

    @Test
    void a_plain_route_without_an_id_is_refused_too() throws IOException {
        refused(withTrigger("- from:\n    uri: direct:x\n    steps:\n      - log: x\n"), 8, "direct:x", "has no id");
    }

    @Test
    void an_id_that_is_used_twice_is_told_once_also_across_files() throws IOException {
        write("a.camel.yaml", trigger("other", "event: x").replace("id: other", "id: deal"));
        refused(withTrigger(""), 3, "'deal'", "a.camel.yaml:3");
    }

    @Test
    void a_route_without_steps_is_refused() throws IOException {
        refused(withTrigger(action("a", "").replace("        - log: done\n", "")), 10, "has no steps");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deal", "über", "input", "event", "trigger", "a_b", "-a"})
    void a_name_that_cannot_be_one_is_refused(String name) throws IOException {
        refused(withTrigger(action(name, "")), 10, "'" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- to: vertx-http:http://localhost",
                "- to: { uri: kamelet:x }",
                "- toD: \"kafka:${body}\"",
                "- wireTap: { uri: seda:x }",
                "- enrich: { constant: x }"
            })
    void a_trigger_that_sends_elsewhere_is_refused(String step) throws IOException {
        write("r.camel.yaml", trigger("deal", "event: x").replace("- log: asked", step));
        refused(scan(), 7, "trigger must not send");
    }

    @Test
    void a_send_within_other_steps_of_a_trigger_is_found() throws IOException {
        write(
                "r.camel.yaml",
                trigger("deal", "event: x")
                        + """
                                  - choice:
                                      when:
                                        - simple: "${body[a]} == 1"
                                          steps:
                                            - to: jms:x
                          """);
        refused(scan(), 12, "jms:x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- onException: { exception: [java.io.IOException], steps: [ { to: \"jms:x\" } ] }\n",
                "- errorHandler: { deadLetterChannel: { deadLetterUri: \"jms:x\" } }\n",
                "- intercept: { steps: [ { to: \"jms:x\" } ] }\n",
                "- onCompletion: { steps: [ { toD: \"jms:x\" } ] }\n",
                "- interceptSendToEndpoint: { uri: \"direct:a\", afterUri: \"jms:x\" }\n"
            })
    void a_handler_of_triggers_alone_must_not_send_elsewhere_either(String handler) throws IOException {
        write("r.camel.yaml", handler + trigger("deal", "event: x"));
        refused(scan(), 1, "a trigger", "must not send to jms:x");
    }

    @Test
    void an_error_handler_or_a_configuration_of_a_trigger_must_not_send_elsewhere() throws IOException {
        write(
                "r.camel.yaml",
                trigger("deal", "event: x")
                        + "    errorHandler: { deadLetterChannel: { deadLetterUri: \"jms:x\" } }\n");
        refused(scan(), 8, "jms:x");
        write(
                "r.camel.yaml",
                "- routeConfiguration: { id: lost, errorHandler: { deadLetterChannel: { deadLetterUri: \"jms:x\" } } }\n"
                        + trigger("deal", "event: x")
                        + "    routeConfigurationId: lost\n");
        refused(scan(), 1, "jms:x");
    }

    @Test
    void handlers_that_hold_for_actions_may_send_anywhere_and_those_of_triggers_to_what_triggers_may()
            throws IOException {
        write(
                "both.camel.yaml",
                "- errorHandler: { deadLetterChannel: { deadLetterUri: \"jms:x\" } }\n"
                        + "- routeConfiguration: { errorHandler: { deadLetterChannel: { deadLetterUri: \"jms:x\" } } }\n"
                        + trigger("both", "event: x")
                        + action("a", "").replace("deal", "both"));
        write(
                "actions.camel.yaml",
                "- onException: { exception: [java.io.IOException], steps: [ { to: \"jms:x\" } ] }\n"
                        + action("a", ""));
        write(
                "others.camel.yaml",
                "- routeConfiguration: { id: lost, errorHandler: { deadLetterChannel: { deadLetterUri: \"jms:x\" } } }\n");
        assertEquals(
                List.of(), withTrigger("- errorHandler: { deadLetterChannel: { deadLetterUri: \"log:lost\" } }\n"));
    }

    @Test
    void a_trigger_may_send_events_flows_logs_and_direct() throws IOException {
        write(
                "r.camel.yaml",
                trigger("deal", "event: x")
                        + """
                                  - to: event:y
                                  - to: flow:z
                                  - to: { uri: "log:x" }
                                  - to: direct:w
                          """);
        assertEquals(List.of(), scan());
    }

    @Test
    void text_that_is_not_yaml_is_refused_with_its_line() throws IOException {
        write("r.camel.yaml", "- route:\n    id: a\n   from: x\n");
        refused(scan(), 3, "not YAML");
    }

    @ParameterizedTest
    @ValueSource(strings = {"&p { event: t, key: *p }", "{ event: t, key: &p [ 1, [ *p ] ] }"})
    void an_alias_that_leads_back_into_itself_is_refused(String parameters) throws IOException {
        write("r.camel.yaml", trigger("deal", "").replace("{  }", parameters));
        refused(scan(), 5, "alias", "no end");
        assertTrue(RouteSet.of(new RouteFolder(folder).read()).routes().isEmpty());
    }

    @Test
    void an_alias_that_ends_is_allowed() throws IOException {
        write(
                "r.camel.yaml",
                trigger("deal", "event: &type asked, key: *type").replace("- log: asked", "- log: *type"));
        assertEquals(List.of(), scan());
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() throws IOException {
        Files.write(folder.resolve("r.camel.yaml"), "# Grüße".getBytes(StandardCharsets.ISO_8859_1));
        refused(scan(), 0, "UTF-8");
    }

    @Test
    void a_mapping_instead_of_a_list_is_refused() throws IOException {
        write("r.camel.yaml", "route:\n  id: a\n");
        refused(scan(), 1, "a list");
    }

    @Test
    void an_expression_that_a_query_would_cut_is_sent_to_the_parameters() throws IOException {
        write(
                "r.camel.yaml",
                """
                - route:
                    id: deal
                    from:
                      uri: "flow:deal?event=x&when=${body[a]} == 1 && ${body[b]} == 2"
                      steps:
                        - log: x
                """);
        refused(scan(), 3, "parameters:");
    }

    @Test
    void name_and_action_among_the_parameters_are_read_as_well() throws IOException {
        refused(
                withTrigger(
                        """
                        - route:
                            id: deal.a
                            from:
                              uri: flow
                              parameters:
                                name: deal
                                action: a
                                needs: b
                              steps:
                                - log: x
                        """),
                15,
                "'b'",
                "does not exist");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- errorHandler: { deadLetterChannel: { deadLetterUri: \"log:x\", redeliveryPolicy: { maximumRedeliveries: 3 } } }\n",
                "- onException: { exception: [java.io.IOException], redeliveryPolicy: { maximumRedeliveries: 3 } }\n",
                "- routeConfiguration: { errorHandler: { defaultErrorHandler: { redeliveryPolicy: { maximumRedeliveries: 3 } } } }\n"
            })
    void camels_own_redeliveries_in_a_flow_are_refused(String handler) throws IOException {
        write("r.camel.yaml", handler + trigger("deal", "event: x"));
        refused(scan(), 1, "lost in a crash", "redeliveryPolicy");
    }

    @Test
    void camels_own_redeliveries_elsewhere_are_allowed() throws IOException {
        write(
                "other.camel.yaml",
                """
                - onException: { exception: [java.io.IOException], redeliveryPolicy: { maximumRedeliveries: 3 } }
                - routeConfiguration: { id: others, errorHandler: { defaultErrorHandler: { redeliveryPolicy: { maximumRedeliveries: 3 } } } }
                - route: { id: x, from: { uri: "direct:x", steps: [ { log: x } ] } }
                """);
        assertEquals(List.of(), withTrigger(""));
    }

    @Test
    void everything_that_is_wrong_is_told_at_once_in_the_order_of_the_lines() throws IOException {
        var refusals = withTrigger(action("a", "neds: b, attemptTimeout: 5") + action("b", "needs: nothing"));
        assertEquals(
                List.of(12, 12, 19),
                refusals.stream().map(refusal -> refusal.place().line()).toList(),
                refusals.toString());
    }

    @Test
    void kamelets_are_no_routes_and_hidden_files_and_other_files_are_not_read() throws IOException {
        write("kamelets/x.kamelet.yaml", "kind: Kamelet");
        write(".hidden/x.camel.yaml", "nonsense: [");
        write("..data/x.camel.yaml", "nonsense: [");
        write("readme.md", "nonsense: [");
        write("empty.camel.yaml", "# nothing yet\n");
        assertEquals(List.of(), withTrigger(""));
    }

    @Test
    void a_broken_kamelet_is_told_with_its_line() throws IOException {
        write("kamelets/x.kamelet.yaml", "kind: Kamelet\nspec: [");
        assertEquals(2, withTrigger("").get(0).place().line());
    }

    @Test
    void a_key_that_stands_twice_in_one_entry_is_refused_for_one_of_them_would_be_lost() throws IOException {
        refused(
                withTrigger(
                        """
                        - route:
                            id: deal.a
                            from:
                              uri: flow:deal/a
                              steps:
                                - log: first
                                  log: a dash is missing
                        """),
                14,
                "'log' stands twice in one entry, first in line 13,");
        refused(
                withTrigger(action("a", "needs: b").replace("      steps:", "      parameters: {}\n      steps:")
                        + action("b", "priority: 1")),
                13,
                "'parameters' stands twice in one entry, first in line 12,");
    }

    @Test
    void a_key_that_stands_twice_in_a_kamelet_is_refused_too() throws IOException {
        write("kamelets/x-action.kamelet.yaml", "kind: Kamelet\nspec: { template: {} }\nspec: {}\n");
        List<Refusal> refusals = scan();
        assertEquals(1, refusals.size(), refusals.toString());
        assertTrue(
                refusals.get(0).toString().contains("x-action.kamelet.yaml:3: 'spec' stands twice"),
                refusals.toString());
    }

    @Test
    void an_alias_that_leads_back_into_itself_does_not_keep_the_search_for_such_keys_going() {
        var root = new Compose(LoadSettings.builder().build())
                .composeString("- beans: &all [ { name: a, of: *all, name: b } ]\n")
                .orElseThrow();
        assertEquals(1, RepeatedKeys.in("r.camel.yaml", root).size());
    }
}
