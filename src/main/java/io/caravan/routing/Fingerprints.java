package io.caravan.routing;

import io.caravan.routing.RouteSet.Shared;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Everything that decides how a route works, as one text: itself, what its file says for all routes, the shared definitions
 * and the kamelets that it uses. A route whose fingerprint is unchanged is left alone.
 */
final class Fingerprints {
    private static final Pattern KAMELET = Pattern.compile("^(?:kamelet:(?://)?)?([\\w.-]+)");

    private final RouteSet set;
    private final Path file;

    Fingerprints(RouteSet set, Path file) {
        this.set = set;
        this.file = file;
    }

    String of(Node item) {
        var text = new StringBuilder(YamlNodes.meaning(item));
        set.handlers(file).forEach(handler -> text.append('\n').append(YamlNodes.meaning(handler)));
        set.settings().forEach(setting -> text.append('\n').append(setting.meaning()));
        set.shared("routeConfiguration").stream()
                .filter(each -> each.name().isEmpty() || isFor(each, item))
                .forEach(each -> text.append('\n').append(each.meaning()));
        var used = new LinkedHashSet<Kamelet>();
        uses(item, used);
        set.handlers(file).forEach(handler -> uses(handler, used));
        set.shared("routeTemplate").stream()
                .filter(each -> mentions(item, each.name()))
                .forEach(each -> {
                    text.append('\n').append(each.meaning());
                    uses(each.node(), used);
                });
        used.forEach(kamelet -> text.append('\n').append(kamelet.name()).append(YamlNodes.meaning(kamelet.root())));
        set.shared("beans").stream()
                .filter(bean -> text.indexOf(bean.name()) >= 0)
                .map(Shared::meaning)
                .toList()
                .forEach(bean -> text.append('\n').append(bean));
        return text.toString();
    }

    private static boolean isFor(Shared configuration, Node item) {
        return YamlNodes.mappings(item)
                .flatMap(mapping -> YamlNodes.text(mapping, "routeConfigurationId").stream())
                .anyMatch(ids -> ids.contains("*") || ids.contains(configuration.name()));
    }

    private static boolean mentions(Node item, String name) {
        return YamlNodes.texts(item).anyMatch(name::equals);
    }

    /** Adds the kamelets of the folder that a node uses, and those that these use. */
    private void uses(Node node, Set<Kamelet> used) {
        YamlNodes.texts(node).forEach(text -> {
            if (text.startsWith("kamelet:${")) {
                used.addAll(set.kamelets().values());
            }
            Matcher name = KAMELET.matcher(text);
            Kamelet kamelet = name.find() ? set.kamelets().get(name.group(1)) : null;
            if (kamelet != null && used.add(kamelet)) {
                uses(kamelet.root(), used);
            }
        });
    }
}
