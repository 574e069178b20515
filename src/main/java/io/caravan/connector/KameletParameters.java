package io.caravan.connector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.support.component.EndpointUriFactorySupport;

/**
 * Carries the parameters of kamelets from YAML into their endpoint unharmed. Camel joins them into a URI as they stand,
 * except those that the scheme's factory calls secret, which it wraps in {@code RAW(..)}; so here every word that a
 * kamelet file has in the place of a name is called secret. To be bound in the registry before any route is read.
 *
 * <p>Camel leaves a value that begins with {@code #} unwrapped: if it also holds {@code &} or {@code %}, write {@code
 * RAW(#..)}. It ends a wrapped value at {@code )&} and drops line breaks: such a text goes through a variable.
 */
public final class KameletParameters extends EndpointUriFactorySupport {
    private static final Pattern NAME = Pattern.compile("([A-Za-z][\\w-]*)\\s*:");
    private static final Set<String> OPTIONS = Set.of(
            "templateId",
            "routeId",
            "location",
            "noErrorHandler",
            "bridgeErrorHandler",
            "exceptionHandler",
            "exchangePattern",
            "block",
            "failIfNoConsumers",
            "lazyStartProducer",
            "timeout");

    private final List<Path> folders;

    public KameletParameters(Path... folders) {
        this.folders = List.of(folders);
    }

    @Override
    public boolean isEnabled(String scheme) {
        return scheme.equals("kamelet");
    }

    @Override
    public String buildUri(String scheme, Map<String, Object> properties, boolean encode) {
        String syntax = scheme + ":templateId/routeId";
        Map<String, Object> rest = new TreeMap<>(properties);
        String uri = buildPathParameter(syntax, syntax, "templateId", null, true, rest);
        uri = buildPathParameter(syntax, uri, "routeId", null, false, rest);
        return buildQueryParameters(uri, rest, encode);
    }

    @Override
    public Set<String> propertyNames() {
        return OPTIONS;
    }

    /** Read anew each time: a kamelet file may be new since. */
    @Override
    public Set<String> secretPropertyNames() {
        Set<String> names = new TreeSet<>();
        for (Path folder : folders) {
            names.addAll(namesIn(folder));
        }
        names.removeAll(OPTIONS);
        return names;
    }

    @Override
    public Map<String, String> multiValuePrefixes() {
        return Map.of();
    }

    @Override
    public boolean isLenientProperties() {
        return true;
    }

    private static Set<String> namesIn(Path folder) {
        Set<String> names = new TreeSet<>();
        if (!Files.isDirectory(folder)) {
            return names;
        }
        try (DirectoryStream<Path> kamelets = Files.newDirectoryStream(folder, "*.kamelet.yaml")) {
            for (Path kamelet : kamelets) {
                Matcher name = NAME.matcher(Files.readString(kamelet));
                while (name.find()) {
                    names.add(name.group(1));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The kamelets in " + folder + " cannot be read", unreadable);
        }
        return names;
    }
}
