package io.caravan.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.store.Json;
import io.caravan.store.view.DeadLetterList;
import io.caravan.store.view.ErrorNode;

/** Dead letters and incidents as JSON. */
final class DeadLetterPage {
    private DeadLetterPage() {}

    static ObjectNode letter(DeadLetterList.Letter letter, Redaction redaction) {
        ObjectNode node = Json.mapper()
                .createObjectNode()
                .put("flow", letter.address().flow())
                .put("definition", letter.definition())
                .put("action", letter.address().action())
                .put("group", letter.group());
        if (letter.address().item() > 0) {
            node.put("item", letter.address().item() - 1);
        }
        DeadLetterList.Error error = letter.error();
        ErrorNode.fill(node.putObject("error"), error);
        redaction.message((ObjectNode) node.get("error"));
        return node.put("attempts", error.attempts()).put("at", error.at().toString());
    }

    static JsonNode group(DeadLetterList.Group group, Redaction redaction) {
        return Json.mapper()
                .createObjectNode()
                .put("group", group.group())
                .put("definition", group.definition())
                .put("action", group.action())
                .put("count", group.letters().count())
                .put("first", group.letters().first().toString())
                .put("last", group.letters().last().toString())
                .put("message", redaction.text(group.letters().message()));
    }
}
