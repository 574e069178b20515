package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What HubSpot finds wrong with the value of one property. */
record Complaint(String code, String property, String message) {
    ObjectNode json() {
        ObjectNode json =
                Json.object().put("message", message).put("code", code).put("in", property);
        json.putObject("context").putArray("propertyName").add(property);
        return json;
    }

    ObjectNode detail() {
        return Json.object()
                .put("isValid", false)
                .put("message", message)
                .put("error", code)
                .put("name", property);
    }
}
