package io.caravan.sandbox;

import java.util.List;

/** A HubSpot path taken apart: {@code /crm/v3/objects/deals/7} and {@code /crm/objects/2026-09/deals/7} ask for the same. */
record HubSpotPath(String area, String version, List<String> rest) {
    private static final String VERSION = "v3|v4|\\d{4}-\\d{2}(-beta)?";

    static HubSpotPath of(List<String> segments) {
        if (segments.size() >= 3 && segments.get(0).equals("crm")) {
            return segments.get(1).matches(VERSION)
                    ? versioned(segments.get(2), segments.get(1), segments.subList(3, segments.size()))
                    : versioned(segments.get(1), segments.get(2), segments.subList(3, segments.size()));
        }
        if (segments.size() >= 2) {
            return versioned(segments.get(0), segments.get(1), segments.subList(2, segments.size()));
        }
        throw HubSpotError.notFound();
    }

    private static HubSpotPath versioned(String area, String version, List<String> rest) {
        if (!version.matches(VERSION)) {
            throw HubSpotError.notFound();
        }
        return new HubSpotPath(area, version, rest);
    }

    boolean dated() {
        return !version.startsWith("v");
    }

    Kind kind(int position) {
        String name = rest.get(position);
        return Kind.named(name).orElseThrow(() -> HubSpotError.invalid("Unable to infer object type from: " + name));
    }

    /** Whether the rest looks like this pattern, where a star stands for any segment. */
    boolean matches(String... pattern) {
        if (pattern.length != rest.size()) {
            return false;
        }
        for (int i = 0; i < pattern.length; i++) {
            if (!pattern[i].equals("*") && !pattern[i].equals(rest.get(i))) {
                return false;
            }
        }
        return true;
    }
}
