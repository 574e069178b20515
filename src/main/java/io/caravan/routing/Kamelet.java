package io.caravan.routing;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** A kamelet file: what may be said to it, and what must. */
record Kamelet(String name, Node root) {
    private static final String ENDING = ".kamelet.yaml";

    static boolean isKamelet(Path file) {
        return file.getFileName().toString().endsWith(ENDING);
    }

    /** A kamelet is known by the name of its file. */
    static String name(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    /** Where it was read. */
    String file() {
        return root.getStartMark().map(Mark::getName).orElse(name);
    }

    /** The names of its parameters. */
    Set<String> parameters() {
        return definition()
                .flatMap(definition -> YamlNodes.child(definition, "properties"))
                .map(properties -> (Set<String>)
                        new TreeSet<>(YamlNodes.entries(properties).keySet()))
                .orElse(Set.of());
    }

    /** Those of its parameters that have no default. */
    List<String> required() {
        return definition()
                .flatMap(definition -> YamlNodes.child(definition, "required"))
                .map(names -> YamlNodes.items(names).stream()
                        .map(YamlNodes::written)
                        .filter(name -> !hasDefault(name))
                        .toList())
                .orElse(List.of());
    }

    private boolean hasDefault(String parameter) {
        return definition()
                .flatMap(definition -> YamlNodes.child(definition, "properties"))
                .flatMap(properties -> YamlNodes.child(properties, parameter))
                .flatMap(property -> YamlNodes.child(property, "default"))
                .isPresent();
    }

    private Optional<Node> definition() {
        return YamlNodes.child(root, "spec").flatMap(spec -> YamlNodes.child(spec, "definition"));
    }
}
