package io.caravan.simulation;

import com.fasterxml.jackson.databind.JsonNode;

/** What an action has sent to a third party: the URI without options, the kamelet's parameters as they came out, the body. */
record Call(String action, String uri, JsonNode parameters, JsonNode body) {}
