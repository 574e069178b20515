package io.caravan.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code k8s/} renders, to objects that Kubernetes knows. */
class RenderingTest {
    /** Without a kubectl the other tests still look at every object, by our own reading; only this comparison is left out, and told. */
    @ParameterizedTest
    @EnumSource(Overlay.class)
    void kubectl_renders_what_our_own_reading_renders(Overlay overlay) {
        Optional<String> missing = Kubectl.missing();
        missing.ifPresent(why -> System.out.println("k8s/ is rendered by our own reading only: " + why));
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        assertEquals(unordered(Kubectl.render(overlay.folder())), unordered(overlay.objects()));
    }

    static Map<String, String> unordered(List<ObjectNode> objects) {
        return objects.stream().collect(Collectors.toMap(Patch::identity, RenderingTest::unordered));
    }

    /** The text of a tree in which neither the order of fields nor that of list items counts. */
    private static String unordered(JsonNode tree) {
        if (tree.isObject()) {
            var fields = new TreeMap<String, String>();
            tree.properties().forEach(field -> fields.put(field.getKey(), unordered(field.getValue())));
            return fields.toString();
        }
        return tree.isArray()
                ? StreamSupport.stream(tree.spliterator(), false)
                        .map(RenderingTest::unordered)
                        .sorted()
                        .toList()
                        .toString()
                : tree.toString();
    }

    @ParameterizedTest
    @EnumSource(Overlay.class)
    void every_object_is_one_of_kubernetes_and_has_no_field_that_is_unknown(Overlay overlay) {
        List<String> complaints = overlay.objects().stream()
                .map(TypedObjects::complaint)
                .flatMap(Optional::stream)
                .toList();
        assertEquals(List.of(), complaints);
    }

    @Test
    void a_field_with_a_typing_error_or_a_wrong_type_is_found() {
        ObjectNode typo = Overlay.BASE.only("Deployment");
        ((ObjectNode) typo.at("/spec/template/spec/containers/0")).putObject("livenesProbe");
        assertTrue(TypedObjects.complaint(typo).orElseThrow().contains("livenesProbe"));
        ObjectNode wrong = Overlay.BASE.only("PodDisruptionBudget");
        ((ObjectNode) wrong.path("spec")).put("selector", "caravan");
        assertTrue(TypedObjects.complaint(wrong).isPresent());
    }

    @ParameterizedTest
    @EnumSource(Overlay.class)
    void everything_is_named_caravan_and_every_selector_finds_its_pods(Overlay overlay) {
        Collection<String> names = overlay.objects().stream()
                .map(each -> each.at("/metadata/name").asText())
                .filter(name -> !name.equals("caravan") && !name.startsWith("caravan-"))
                .toList();
        assertEquals(List.of(), names);
        JsonNode labels = overlay.only("Deployment").at("/spec/template/metadata/labels");
        for (String pointer :
                List.of("/spec/selector", "/spec/selector/matchLabels", "/spec/podSelector/matchLabels")) {
            for (ObjectNode object : overlay.objects()) {
                JsonNode selector = object.at(pointer);
                if (selector.isObject() && !selector.has("matchLabels")) {
                    assertEquals(labels, selector, Patch.identity(object) + pointer);
                }
            }
        }
    }
}
