package io.caravan.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.RunningCaravan;
import io.caravan.flow.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code k8s/monitoring}: what the dashboard and the alerts ask for is what a running Caravan tells. */
class MonitoringTest {
    private static final Path FOLDER = Path.of("k8s/monitoring");
    private static final Path ALERTS = FOLDER.resolve("caravan-alerts.yaml");
    private static final Path DASHBOARD = FOLDER.resolve("caravan-dashboard.json");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{ ?(?:\\$labels\\.)?([a-z_]+) ?}}");
    private static final Pattern VARIABLE = Pattern.compile("\\$([a-z]+)");

    private static final String ROUTES =
            """
            - route: { id: greet, from: { uri: 'flow:greet', parameters: { event: came }, steps: [ { log: came } ] } }
            - route: { id: greet.hello, from: { uri: 'flow:greet/hello', steps: [ { setBody: { constant: hello } } ] } }
            """;

    private static MetricsPage page = MetricsPage.of("");

    @BeforeAll
    static void look(@TempDir Path folder) throws IOException {
        try (RunningCaravan caravan = RunningCaravan.start(folder, ROUTES)) {
            caravan.flow("came", "{}", "completed");
            page = MetricsPage.of(Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .until(
                            () -> caravan.observe("/observe/metrics").body(),
                            text -> text.contains("\ncaravan_outbox_due ")
                                    && text.contains("\ncaravan_groups_waiting ")
                                    && text.contains("status=\"completed\"")
                                    && text.contains("outcome=\"done\"")));
        }
    }

    private static List<Alerts.Rule> alerts() throws JsonProcessingException {
        return Alerts.in(ALERTS).rules();
    }

    /** Every query, under the name of its alert, its panel or its variable. */
    private static TreeMap<String, Query> queries() throws JsonProcessingException {
        var queries = new TreeMap<String, Query>();
        for (Alerts.Rule rule : alerts()) {
            queries.put(rule.alert(), Query.of(rule.expr()));
        }
        Dashboard dashboard = Dashboard.in(DASHBOARD);
        dashboard
                .targets()
                .forEach(target -> queries.put(target.panel() + ": " + target.legend(), Query.of(target.expr())));
        dashboard.variables().stream()
                .filter(each -> each.path("type").asText().equals("query"))
                .forEach(each -> queries.put(
                        "$" + each.path("name").asText(),
                        Query.of(each.at("/query/query").asText())));
        return queries;
    }

    @Test
    void every_metric_and_label_that_is_asked_for_is_told() throws IOException {
        var complaints = new TreeMap<String, List<String>>();
        queries().forEach((name, query) -> complaints.put(name, page.complaints(query)));
        assertTrue(complaints.size() > 40, () -> "queries were lost: " + complaints.keySet());
        complaints.values().removeIf(List::isEmpty);
        assertEquals(new TreeMap<>(), complaints);
    }

    @Test
    void every_metric_of_ours_is_asked_for_and_stands_on_the_operators_page() throws IOException {
        Set<String> asked = queries().values().stream()
                .flatMap(query -> query.selectors().stream())
                .map(selector -> family(selector.metric()))
                .collect(Collectors.toSet());
        String operations = Files.readString(Path.of("docs/operations.md"));
        var left = new TreeSet<String>();
        for (String metric : page.series().keySet()) {
            if (metric.startsWith("caravan_")
                    && !(asked.contains(family(metric))
                            && Pattern.compile("`" + family(metric) + "[`{]")
                                    .matcher(operations)
                                    .find())) {
                left.add(metric);
            }
        }
        assertEquals(Set.of(), left);
    }

    /** A histogram is three metrics. */
    private static String family(String metric) {
        return metric.replaceFirst("_(bucket|sum|count)$", "");
    }

    @Test
    void an_alert_waits_a_while_tells_how_bad_it_is_and_what_to_do() throws IOException {
        var names = new HashSet<String>();
        for (Alerts.Rule rule : alerts()) {
            assertTrue(names.add(rule.alert()) && rule.alert().matches("Caravan[A-Za-z]+"), rule.alert());
            assertTrue(
                    Durations.parse(rule.lasting()).orElseThrow().compareTo(Duration.ofMinutes(1)) >= 0, rule.alert());
            assertEquals(Set.of("severity"), rule.labels().keySet(), rule.alert());
            assertTrue(Set.of("critical", "warning").contains(rule.labels().get("severity")), rule.alert());
            assertEquals(Set.of("summary", "description"), rule.annotations().keySet(), rule.alert());
            for (String sentence : rule.annotations().values()) {
                assertTrue(sentence.endsWith("."), sentence);
                assertGrouped(rule.alert(), sentence, Query.of(rule.expr()));
            }
        }
    }

    /** A label that the query does not keep is empty in the text. */
    private static void assertGrouped(String name, String text, Query query) {
        Set<String> shown =
                PLACEHOLDER.matcher(text).results().map(each -> each.group(1)).collect(Collectors.toSet());
        shown.removeAll(query.labels());
        assertEquals(Set.of(), shown, () -> name + " shows labels that its query does not keep");
    }

    @Test
    void a_rule_with_a_field_that_prometheus_does_not_know_is_found() {
        String rule =
                "groups: [ { name: g, rules: [ { alert: A, expr: up, for: 1m, labels: {}, annotations: {}%s } ] } ]";
        assertThrows(JsonProcessingException.class, () -> Alerts.of(rule.formatted(", anotations: {}")));
        assertThrows(JsonProcessingException.class, () -> Alerts.of(rule.formatted(", for: 2m")));
        assertThrows(
                JsonProcessingException.class,
                () -> Alerts.of(rule.formatted("").replace("for: 1m, ", "")));
    }

    @Test
    void a_panel_says_what_it_shows_and_covers_no_other() throws IOException {
        Dashboard dashboard = Dashboard.in(DASHBOARD);
        var ids = new HashSet<Integer>();
        var covered = new HashSet<String>();
        for (JsonNode panel : dashboard.panels()) {
            String title = panel.path("title").asText();
            assertTrue(ids.add(panel.path("id").asInt()), title);
            assertFalse(title.isBlank() || panel.path("description").asText().isBlank(), title);
            assertFalse(panel.at("/fieldConfig/defaults/unit").asText().isEmpty(), title);
            assertTrue(panel.path("targets").size() > 0, title);
            JsonNode place = panel.path("gridPos");
            for (int x = 0; x < place.path("w").asInt(); x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    int column = place.path("x").asInt() + x;
                    assertTrue(column < 24, title);
                    assertTrue(covered.add(column + "," + (place.path("y").asInt() + y)), title);
                }
            }
        }
        dashboard.targets().forEach(target -> assertGrouped(target.panel(), target.legend(), Query.of(target.expr())));
    }

    @Test
    void data_sources_and_variables_are_the_readers_own_choice() throws IOException {
        Dashboard dashboard = Dashboard.in(DASHBOARD);
        Set<String> sources = new HashSet<>();
        dashboard
                .text()
                .findValues("datasource")
                .forEach(each -> sources.add(each.path("uid").asText()));
        assertEquals(Set.of("${datasource}"), sources);
        Set<String> declared = dashboard.variables().stream()
                .map(each -> each.path("name").asText())
                .collect(Collectors.toSet());
        Set<String> used = dashboard.targets().stream()
                .flatMap(target -> VARIABLE.matcher(target.expr()).results())
                .map(each -> each.group(1))
                .collect(Collectors.toSet());
        used.add("datasource");
        assertEquals(declared, used);
    }

    @Test
    void it_renders_to_config_maps_that_hold_both_files() {
        var objects = Kustomization.in(FOLDER).objects();
        assertEquals(
                List.of(),
                objects.stream()
                        .map(TypedObjects::complaint)
                        .flatMap(Optional::stream)
                        .toList());
        assertEquals(
                Stream.of(DASHBOARD, ALERTS).map(Yaml::text).collect(Collectors.toSet()),
                objects.stream()
                        .map(each -> each.path("data"))
                        .flatMap(data -> data.properties().stream())
                        .map(file -> file.getValue().asText())
                        .collect(Collectors.toSet()));
        assertEquals(
                "1", objects.get(0).at("/metadata/labels/grafana_dashboard").asText());
    }

    @Test
    void kubectl_renders_the_same() {
        Optional<String> missing = Kubectl.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        assertEquals(
                RenderingTest.unordered(Kustomization.in(FOLDER).objects()),
                RenderingTest.unordered(Kubectl.render(FOLDER)));
    }

    @Test
    void what_a_query_asks_for_in_vain_is_found() {
        MetricsPage small = MetricsPage.of("a_total{b=\"c\"} 1.0\ng 2.0\nh_bucket{le=\"+Inf\"} 1\n");
        Function<String, List<String>> complaints = text -> small.complaints(Query.of(text));
        assertEquals(
                List.of(), complaints.apply("sum by (b) (rate(a_total{b=\"c\", job=~\"$j\"}[5m])) / max(g) > 0.5"));
        assertEquals(
                List.of(),
                complaints.apply("histogram_quantile(0.99, sum by (le) (rate(h_bucket[$__rate_interval])))"));
        assertEquals(List.of("there is no metric x"), complaints.apply("g and on (instance) x"));
        assertEquals(List.of("a_total has no label d"), complaints.apply("rate(a_total{d!=\"1\"}[5m])"));
        assertEquals(List.of("a_total has no line with b=\"x\""), complaints.apply("rate(a_total{b=\"x\"}[5m])"));
        assertEquals(List.of("no metric of it has the label d"), complaints.apply("sum by (d) (g)"));
        assertEquals(List.of("g is no counter"), complaints.apply("increase(g[1h])"));
        assertEquals(1, complaints.apply("max(a_total)").size());
        assertEquals(List.of("there is no metric maxx"), complaints.apply("maxx"));
        assertEquals(
                List.of("there is no metric y"),
                complaints.apply("label_values(y, b)").subList(0, 1));
        assertThrows(IllegalArgumentException.class, () -> Query.of("g ? 1"));
    }
}
