package io.caravan.console.access;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A port of ours, and which role a request to it needs; nothing is said about whether the path exists. */
public enum Port {
    /** Events, flows, the sandbox, and what the users' routes take over HTTP. */
    BUSINESS {
        @Override
        Optional<Role> need(HttpMethod method, String path) {
            if (isPlayed(path) && !RECEIVED.contains(path)) {
                return Optional.of(Role.KAMELET);
            }
            if (method.equals(HttpMethod.POST) && SIGNED.contains(path)) {
                return Optional.empty();
            }
            if (READING.contains(method)) {
                return Optional.of(Role.VIEWER);
            }
            boolean operated = OPERATED.stream().anyMatch(place -> isAt(place, path)) || isResolution(path);
            return Optional.of(operated ? Role.OPERATOR : Role.SENDER);
        }
    },

    /** Health, metrics, JMX. */
    MANAGEMENT {
        @Override
        Optional<Role> need(HttpMethod method, String path) {
            if (isAt("/observe/health", path) && READING.contains(method)) {
                return Optional.empty();
            }
            return Optional.of(
                    READING.contains(method) && !isAt("/observe/jolokia", path) ? Role.VIEWER : Role.OPERATOR);
        }
    };

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /** What an operator does; all that is not read there changes flows, routes or the sandbox. */
    private static final List<String> OPERATED =
            List.of("/flows", "/dead-letters", "/destinations", "/definitions", "/generations", "/sandbox");

    /** Webhooks: who calls there shows no token, but a signature, and is asked for it behind the gate. */
    private static final Set<String> SIGNED = Set.of("/webhooks/slack", "/webhooks/hubspot");

    /** Slack and HubSpot as the sandbox plays them: with Slack even a GET may post. */
    private static final List<String> THIRD_PARTIES =
            List.of("/sandbox/slack/api", "/sandbox/slack/services", "/sandbox/hubspot", "/sandbox/targets");

    /** What the sandbox's HubSpot and targets have received, and HubSpot's limits, stand among their own paths. */
    private static final Set<String> RECEIVED = Set.of(
                    "hubspot/contacts",
                    "hubspot/companies",
                    "hubspot/deals",
                    "hubspot/notes",
                    "hubspot/limits",
                    "targets")
            .stream()
            .map("/sandbox/"::concat)
            .collect(Collectors.toUnmodifiableSet());

    /** Which role the request needs; empty = anybody may. */
    abstract Optional<Role> need(HttpMethod method, String path);

    /** Whether the sandbox answers there as a third party would. */
    static boolean isPlayed(String path) {
        return THIRD_PARTIES.stream().anyMatch(place -> isAt(place, path));
    }

    /** Action items are sent; that something of them went wrong and is mended, an operator says. */
    private static boolean isResolution(String path) {
        return isAt("/action-items", path) && path.contains("/exceptions");
    }

    /** Whether a third party knows its caller there by the secret end of the path, as Slack's incoming webhooks do. */
    static boolean isHook(String path) {
        return isAt("/sandbox/slack/services", path);
    }

    private static boolean isAt(String place, String path) {
        return path.equals(place) || path.startsWith(place + "/");
    }
}
