package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/** A contact, company or deal; {@code writes} counts the accepted creates and changes, so that duplicates show. */
record CrmRecord(long id, Kind kind, ObjectNode properties, Life life) {
    /** When a record was made and changed, and how often it was written. */
    record Life(String createdAt, String updatedAt, long writes) {}

    /** As HubSpot answers it, with all its properties. */
    ObjectNode json() {
        ObjectNode all = system();
        all.setAll(properties);
        return json(all);
    }

    /** As HubSpot answers it, with the properties named. */
    ObjectNode json(Collection<String> names) {
        ObjectNode some = system();
        for (String name : names) {
            if (!some.has(name)) {
                some.set(name, properties.has(name) ? properties.get(name) : some.nullNode());
            }
        }
        return json(some);
    }

    private ObjectNode json(ObjectNode shown) {
        ObjectNode json = Json.object().put("id", Long.toString(id));
        json.set("properties", shown);
        return json.put("createdAt", life.createdAt())
                .put("updatedAt", life.updatedAt())
                .put("archived", false)
                .put(
                        "url",
                        "https://" + Account.UI_DOMAIN + "/contacts/" + Account.PORTAL + "/record/" + kind.typeId()
                                + "/" + id);
    }

    private ObjectNode system() {
        ObjectNode system = Json.object()
                .put("createdate", life.createdAt())
                .put("hs_object_id", Long.toString(id))
                .put("lastmodifieddate", life.updatedAt());
        return kind == Kind.CONTACTS ? system : system.put("hs_lastmodifieddate", life.updatedAt());
    }

    /** As the sandbox lists it. */
    ObjectNode received() {
        ObjectNode received = Json.object().put("id", Long.toString(id));
        received.set("properties", properties);
        return received.put("createdAt", life.createdAt())
                .put("updatedAt", life.updatedAt())
                .put("writes", life.writes());
    }
}
