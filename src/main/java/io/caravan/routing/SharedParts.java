package io.caravan.routing;

import io.caravan.routing.RouteSet.Shared;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;

/** Puts in force what routes share: beans, routeConfigurations, routeTemplates, kamelets and settings. */
final class SharedParts {
    private final CamelContext context;

    SharedParts(CamelContext context) {
        this.context = context;
    }

    /** Changes what differs between the two sets; routes that stand already keep what they were made with. */
    void change(RouteSet from, RouteSet to) throws Exception {
        var loader = new EntryLoader(to, context);
        settings(from, to, loader);
        beans(from, to, loader);
        configurations(from, to, loader);
        templates(from, to, loader);
        kamelets(from, to, loader);
    }

    private static void settings(RouteSet from, RouteSet to, EntryLoader loader) throws Exception {
        Set<String> before = from.settings().stream().map(Shared::meaning).collect(Collectors.toSet());
        for (Shared setting : to.settings()) {
            if (!before.contains(setting.meaning())) {
                loader.builder(setting, setting.node()).configureRoutes(loader.getCamelContext());
            }
        }
    }

    private void beans(RouteSet from, RouteSet to, EntryLoader loader) throws NotStarted {
        gone(from, to, "beans").forEach(bean -> context.getRegistry().unbind(bean.name()));
        for (Shared bean : come(from, to, "beans")) {
            try {
                loader.bind(bean);
            } catch (RuntimeException unusable) {
                throw new NotStarted(bean.place(), unusable);
            }
        }
    }

    private void configurations(RouteSet from, RouteSet to, EntryLoader loader) throws Exception {
        List<RouteConfigurationDefinition> standing = model().getRouteConfigurationDefinitions();
        for (Shared gone : gone(from, to, "routeConfiguration")) {
            String origin = "file:" + gone.file();
            standing.removeIf(each -> gone.name().isEmpty()
                    ? each.getId() == null
                            && each.getResource() != null
                            && origin.equals(each.getResource().getLocation())
                    : gone.name().equals(each.getId()));
        }
        for (Shared come : come(from, to, "routeConfiguration")) {
            builder(loader, come).addRouteConfigurationsToCamelContext(context);
        }
    }

    private void templates(RouteSet from, RouteSet to, EntryLoader loader) throws Exception {
        for (Shared gone : gone(from, to, "routeTemplate")) {
            model().removeRouteTemplateDefinitions(gone.name());
        }
        for (Shared come : come(from, to, "routeTemplate")) {
            RouteConfigurationBuilder builder = builder(loader, come);
            builder.configureRoutes(context);
            model().addRouteTemplateDefinitions(
                            builder.getRouteTemplateCollection().getRouteTemplates());
        }
    }

    /** Camel reads a kamelet when it is used first; one that it has read is exchanged, the others are left to it. */
    private void kamelets(RouteSet from, RouteSet to, EntryLoader loader) throws Exception {
        for (Path file : from.snapshot().differing(to.snapshot())) {
            String name = Kamelet.isKamelet(file) ? Kamelet.name(file) : "";
            if (!name.isEmpty() && model().getRouteTemplateDefinition(name) != null) {
                model().removeRouteTemplateDefinitions(name);
                if (to.kamelets().containsKey(name)) {
                    model().addRouteTemplateDefinitions(loader.templates(file));
                }
            }
        }
    }

    private static RouteConfigurationBuilder builder(EntryLoader loader, Shared shared) {
        return loader.builder(shared, YamlNodes.entry(shared.key(), shared.node()));
    }

    private static List<Shared> gone(RouteSet from, RouteSet to, String key) {
        return come(to, from, key);
    }

    private static List<Shared> come(RouteSet from, RouteSet to, String key) {
        Set<String> before = from.shared(key).stream().map(Shared::meaning).collect(Collectors.toSet());
        return to.shared(key).stream()
                .filter(each -> !before.contains(each.meaning()))
                .toList();
    }

    private Model model() {
        return ((ModelCamelContext) context).getCamelContextExtension().getContextPlugin(Model.class);
    }
}
