package io.caravan.routing;

import io.caravan.flow.Nearest;
import io.caravan.flow.Place;
import io.caravan.flow.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Checks what routes say to kamelets: that these exist, know their parameters, and are given what they need. */
final class KameletUses {
    private static final Pattern USE = Pattern.compile("kamelet:(?://)?([\\w.-]+)[^?]*(?:\\?(.*))?", Pattern.DOTALL);
    private static final Set<String> STEPS = Set.of("to", "uri");

    private final Path folder;
    private Map<String, Kamelet> shipped = Map.of();

    /** @param shippedFolder the folder of the kamelets that come with Caravan */
    KameletUses(Path shippedFolder) {
        this.folder = shippedFolder;
    }

    List<Refusal> check(RouteSet set) {
        var refusals = new ArrayList<Refusal>();
        set.scan().roots().forEach((file, root) -> YamlNodes.mappings(root).forEach(mapping -> {
            for (String step : STEPS) {
                Optional.ofNullable(YamlNodes.entries(mapping).get(step))
                        .ifPresent(entry -> check(set, file.toString(), mapping, entry, refusals));
            }
        }));
        return refusals;
    }

    private void check(RouteSet set, String file, Node mapping, NodeTuple entry, List<Refusal> refusals) {
        Matcher use = USE.matcher(YamlNodes.written(entry.getValueNode()));
        if (!use.matches()) {
            return;
        }
        String name = use.group(1);
        var place = new Place(file, YamlNodes.line(entry.getKeyNode()));
        Optional<Kamelet> kamelet = find(set, name);
        if (kamelet.isEmpty()) {
            refusals.add(
                    new Refusal(place, "There is no kamelet '" + name + "'" + Nearest.meant(name, names(set), ".")));
            return;
        }
        Map<String, Place> given = given(file, place, mapping, use.group(2));
        Set<String> known = kamelet.get().parameters();
        given.forEach((parameter, there) -> {
            if (!known.contains(parameter) && !known.contains(camelCase(parameter))) {
                refusals.add(new Refusal(
                        there,
                        "The kamelet " + name + " has no parameter '" + parameter + "'"
                                + Nearest.meant(parameter, known, ".")));
            }
        });
        for (String needed : kamelet.get().required()) {
            if (given.keySet().stream().map(KameletUses::camelCase).noneMatch(needed::equals)) {
                refusals.add(new Refusal(place, "The kamelet " + name + " needs the parameter '" + needed + "'."));
            }
        }
    }

    private static Map<String, Place> given(String file, Place place, Node mapping, String query) {
        var given = new LinkedHashMap<String, Place>();
        if (query != null) {
            Arrays.stream(query.split("&")).forEach(pair -> given.put(pair.split("=", 2)[0], place));
        }
        YamlNodes.child(mapping, "parameters")
                .map(YamlNodes::entries)
                .orElse(Map.of())
                .forEach((name, entry) -> given.put(name, new Place(file, YamlNodes.line(entry.getKeyNode()))));
        return given;
    }

    private static String camelCase(String name) {
        return Pattern.compile("-(\\w)").matcher(name).replaceAll(match -> match.group(1)
                .toUpperCase(java.util.Locale.ROOT));
    }

    private Optional<Kamelet> find(RouteSet set, String name) {
        return Optional.ofNullable(set.kamelets().get(name))
                .or(() -> Optional.ofNullable(shipped().get(name)));
    }

    private Set<String> names(RouteSet set) {
        var names = new TreeMap<>(set.kamelets());
        names.putAll(shipped());
        return names.keySet();
    }

    /** Read when they are first asked for; they never change. */
    private synchronized Map<String, Kamelet> shipped() {
        if (shipped.isEmpty()) {
            try {
                shipped = RouteScan.of(new RouteFolder(folder).read()).kamelets();
            } catch (IOException unreadable) {
                throw new UncheckedIOException("the kamelets that come with Caravan cannot be read", unreadable);
            }
        }
        return shipped;
    }
}
