package io.caravan.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.routing.Generation;
import io.caravan.store.Json;
import java.util.Locale;

/** A generation of the route files as JSON. */
final class GenerationPage {
    private GenerationPage() {}

    static ObjectNode line(Generation generation) {
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("id", generation.id());
        node.put("at", generation.at().toString());
        node.put("state", generation.state().name().toLowerCase(Locale.ROOT));
        var files = node.putArray("files");
        generation.files().forEach(files::add);
        var errors = node.putArray("errors");
        generation.errors().forEach(refusal -> errors.addObject()
                .put("file", refusal.place().file())
                .put("line", refusal.place().line())
                .put("message", refusal.sentence()));
        var notes = node.putArray("notes");
        generation.notes().forEach(notes::add);
        return node;
    }
}
