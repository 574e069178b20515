package io.caravan.bench.diamond;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The figures as a table in Markdown: a line for each figure, a column for each contender. */
final class ResultsTable {
    private static final String OF = "caravan-postgresql";

    private final Map<String, Figures> all;
    private final List<String> lines = new ArrayList<>();

    ResultsTable(Map<String, Figures> all) {
        this.all = all;
    }

    String text() {
        lines.add("| | " + String.join(" | ", all.keySet()) + " |");
        lines.add("|---|" + "---|".repeat(all.size()));
        bursts();
        costs();
        steady();
        ratios();
        return String.join("\n", lines) + "\n";
    }

    private void bursts() {
        row(
                "flows per burst, bursts",
                figures -> figures.bursts().get(0).flows() + " × "
                        + figures.bursts().size());
        row("**flows/s**", figures -> "**%.0f** (%.0f–%.0f)"
                .formatted(
                        figures.median(Burst::flowsPerSecond),
                        figures.least(Burst::flowsPerSecond),
                        figures.most(Burst::flowsPerSecond)));
        row("posts per flow", figures -> "%.3f"
                .formatted(figures.most(burst -> burst.counts().perFlow(burst.flows()))));
        row("accepts/s while flows run", figures -> "%.0f"
                .formatted(figures.median(burst -> burst.accept().perSecond())));
        row(
                "accept p50 / p99 ms while flows run",
                figures ->
                        millis(figures.median(burst -> burst.accept().median()), figures.median(burst -> burst.accept()
                                .p99())));
        row("accepts/s while flows wait", figures -> figures.acceptOnly()
                .map(report -> "%.0f".formatted(report.perSecond()))
                .orElse("–"));
        row("accept p50 / p99 ms while flows wait", figures -> figures.acceptOnly()
                .map(report -> millis(report.median(), report.p99()))
                .orElse("–"));
    }

    private void costs() {
        row(
                "CPU-ms per flow: application",
                perFlow("%.2f", burst -> burst.cost().application()));
        row("CPU-ms per flow: database", perFlow("%.2f", burst -> burst.cost().database()));
        row(
                "CPU-ms per flow: load + stub",
                perFlow("%.2f", burst -> burst.cost().load() + burst.cost().stub()));
        row(
                "writing transactions per flow",
                perFlow("%.2f", burst -> burst.cost().work().transactions()));
        row("fsyncs per flow", perFlow("%.2f", burst -> burst.cost().work().fsyncs()));
        row("WAL bytes per flow", perFlow("%.0f", burst -> burst.cost().work().walBytes()));
        row("RSS of the application, MB", figures -> "%.0f".formatted(figures.most(Burst::residentMegabytes)));
    }

    private void steady() {
        row("flow p50 / p99 ms at a steady rate", figures -> figures.steady()
                .map(steady -> millis(steady.median(), steady.p99()))
                .orElse("–"));
        row("accept p50 / p99 ms at a steady rate", figures -> figures.steady()
                .map(steady -> millis(steady.accept().median(), steady.accept().p99()))
                .orElse("–"));
        row("CPU-ms per flow at a steady rate: application + database", figures -> figures.steady()
                .map(steady -> "%.2f + %.2f".formatted(steady.applicationMillis(), steady.databaseMillis()))
                .orElse("–"));
    }

    private void ratios() {
        if (all.containsKey(OF)) {
            double flows = all.get(OF).median(Burst::flowsPerSecond);
            double cpu = all.get(OF).median(ResultsTable::cpu);
            row("flows/s of " + OF + " ÷ this", figures -> "%.2f"
                    .formatted(flows / figures.median(Burst::flowsPerSecond)));
            row("CPU per flow of this ÷ " + OF, figures -> "%.2f".formatted(figures.median(ResultsTable::cpu) / cpu));
        }
    }

    /** Application and database, per flow. */
    private static double cpu(Burst burst) {
        return burst.perFlow(burst.cost().application() + burst.cost().database());
    }

    private static Function<Figures, String> perFlow(String format, ToDoubleFunction<Burst> amount) {
        return figures -> {
            double median = figures.median(burst -> amount.applyAsDouble(burst) / burst.flows());
            return median == 0 ? "–" : format.formatted(median);
        };
    }

    private static String millis(double median, double p99) {
        return "%.1f / %.1f".formatted(median / 1_000, p99 / 1_000);
    }

    private void row(String title, Function<Figures, String> cell) {
        lines.add("| " + title + " | " + all.values().stream().map(cell).collect(Collectors.joining(" | ")) + " |");
    }
}
