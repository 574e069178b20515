package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A property that records of one kind may have, as HubSpot describes it. */
record PropertyDefinition(ObjectNode json) {
    static PropertyDefinition named(String name, boolean unique, boolean readOnly) {
        ObjectNode asked = Json.object()
                .put("name", name)
                .put("label", name)
                .put("type", "string")
                .put("fieldType", "text")
                .put("hasUniqueValue", unique);
        return defined(asked, readOnly);
    }

    /** Fills in what HubSpot answers beyond what was asked. */
    static PropertyDefinition defined(ObjectNode asked, boolean readOnly) {
        ObjectNode json = Json.object()
                .put("description", "")
                .put("groupName", "")
                .put("displayOrder", -1)
                .put("hasUniqueValue", false)
                .put("hidden", false)
                .put("formField", false)
                .put("calculated", false)
                .put("externalOptions", false)
                .put("archived", false);
        json.putArray("options");
        json.setAll(asked);
        json.putObject("modificationMetadata")
                .put("archivable", !readOnly)
                .put("readOnlyDefinition", readOnly)
                .put("readOnlyValue", readOnly);
        return new PropertyDefinition(json);
    }

    String name() {
        return json.path("name").asText();
    }

    boolean unique() {
        return json.path("hasUniqueValue").asBoolean();
    }

    boolean readOnly() {
        return json.path("modificationMetadata").path("readOnlyValue").asBoolean();
    }
}
