package io.caravan.routing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.dsl.yaml.common.YamlDeserializationContext;
import org.apache.camel.dsl.yaml.common.YamlDeserializerSupport;
import org.apache.camel.dsl.yaml.deserializers.BeansDeserializer;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns single entries of route files into Camel's model, by Camel's own reading of YAML. */
final class EntryLoader extends YamlRoutesBuilderLoader {
    private final RouteSet set;

    EntryLoader(RouteSet set, CamelContext context) {
        this.set = set;
        setCamelContext(context);
        start();
    }

    /** What one entry amounts to; nothing of it is added to the context yet. */
    RouteBuilder builder(Entry entry) {
        Path file = Path.of(entry.place().file());
        if (entry.kind() == Entry.Kind.PIPE) {
            return builder(file, entry.node());
        }
        var nodes = new ArrayList<>(set.handlers(file));
        nodes.add(entry.node());
        return builder(file, list(nodes));
    }

    /** What a shared definition amounts to. */
    RouteConfigurationBuilder builder(RouteSet.Shared shared, Node item) {
        return (RouteConfigurationBuilder) builder(shared.file(), list(List.of(item)));
    }

    private RouteBuilder builder(Path file, Node root) {
        Resource resource = resource(file);
        RouteBuilder builder = builder(context(resource), root);
        builder.setCamelContext(getCamelContext());
        builder.setResource(resource);
        return builder;
    }

    /** Makes a bean and binds it. */
    void bind(RouteSet.Shared bean) {
        Node beans = list(List.of(bean.node()));
        YamlDeserializerSupport.setDeserializationContext(beans, context(resource(bean.file())));
        if (new BeansDeserializer().construct(beans) instanceof CamelContextCustomizer customizer) {
            customizer.configure(getCamelContext());
        }
    }

    /** The templates that a kamelet file holds. */
    List<RouteTemplateDefinition> templates(Path kamelet) throws Exception {
        var templates = new ArrayList<RouteTemplateDefinition>();
        for (var found : PluginHelper.getRoutesLoader(getCamelContext()).findRoutesBuilders(resource(kamelet))) {
            RouteBuilder builder = (RouteBuilder) found;
            builder.setCamelContext(getCamelContext());
            builder.configureRoutes(getCamelContext());
            templates.addAll(builder.getRouteTemplateCollection().getRouteTemplates());
        }
        return templates;
    }

    private YamlDeserializationContext context(Resource resource) {
        LoadSettings settings =
                LoadSettings.builder().setLabel(resource.getLocation()).build();
        return newYamlDeserializationContext(settings, resource);
    }

    private Resource resource(Path file) {
        return ResourceHelper.fromBytes("file:" + file, set.snapshot().bytes(file));
    }

    private static Node list(List<Node> nodes) {
        return new SequenceNode(Tag.SEQ, nodes, FlowStyle.BLOCK);
    }
}
