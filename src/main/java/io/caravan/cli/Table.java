package io.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows under headings, in aligned columns. */
final class Table {
    /** A longer text is cut; {@code --json} has all of it. */
    private static final int WIDEST = 120;

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(List.of(headings).stream()
                .map(heading -> heading.toUpperCase(Locale.ROOT))
                .toList());
    }

    /** A row of these fields of a JSON object; a dot leads into an object within it. */
    void row(JsonNode item, String... fields) {
        rows.add(List.of(fields).stream().map(field -> text(item, field)).toList());
    }

    private static String text(JsonNode item, String field) {
        JsonNode value = item.at("/" + field.replace('.', '/'));
        if (value.isArray()) {
            var parts = new ArrayList<String>();
            value.forEach(part -> parts.add(part.asText()));
            return cell(String.join(", ", parts));
        }
        return value.isNull() || value.isMissingNode() ? "" : cell(value.asText());
    }

    /** On one line, and without what a terminal would take for a command. */
    static String cell(String text) {
        String line = line(text);
        return line.length() > WIDEST ? line.substring(0, WIDEST - 1) + "…" : line;
    }

    static String line(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    void print(PrintWriter out) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
