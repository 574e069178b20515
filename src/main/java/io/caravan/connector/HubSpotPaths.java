package io.caravan.connector;

/**
 * Where things stand in HubSpot's API. The version is a date as in {@code 2026-09}; {@code v3} or {@code v4} mean the paths
 * from before, of which some were v3 (objects, properties, the account) and others v4 (associations).
 */
record HubSpotPaths(String version) {

    HubSpotPaths {
        if (!isVersion(version)) {
            throw Said.rejected(
                    "UnknownVersion",
                    "HubSpot's version must be a date like 2026-09, v3 or v4, not '" + version + "'.");
        }
    }

    static boolean isVersion(String version) {
        return version.matches("v[34]|\\d{4}-\\d{2}(-beta)?");
    }

    String upsert(String kind) {
        return objects("v3") + "/" + kind + "/batch/upsert";
    }

    /** The association that HubSpot gives a name of its own. */
    String association(HubSpotEnd from, HubSpotEnd to) {
        return objects("v4") + "/" + from + "/associations/default/" + to;
    }

    /** Associations with labels that the request names. */
    String labelled(HubSpotEnd from, HubSpotEnd to) {
        return objects("v4") + "/" + from + "/associations/" + to;
    }

    String account() {
        return "account-info/" + (isDated() ? version : "v3") + "/details";
    }

    String properties(String kind) {
        return isDated() ? "crm/properties/" + version + "/" + kind : "crm/v3/properties/" + kind;
    }

    private String objects(String old) {
        return isDated() ? "crm/objects/" + version : "crm/" + old + "/objects";
    }

    private boolean isDated() {
        return !version.startsWith("v");
    }
}
