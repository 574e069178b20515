package io.caravan.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.dispatch.Schedule;
import io.caravan.flow.Action;
import io.caravan.flow.Definition;
import io.caravan.flow.Mermaid;
import io.caravan.flow.Need;
import io.caravan.store.Json;
import io.caravan.store.view.VersionList;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** A definition as JSON. */
final class DefinitionPage {
    private DefinitionPage() {}

    static ObjectNode line(Definition definition) {
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("name", definition.name()).put("version", definition.version());
        var actions = node.putArray("actions");
        for (Action action : definition.actions().values()) {
            ObjectNode entry = actions.addObject().put("name", action.name());
            var needs = entry.putArray("needs");
            action.needs().stream().map(Need::toString).forEach(needs::add);
            if (action.isCompensation()) {
                entry.put("compensates", action.provisions().compensates());
            }
        }
        return node;
    }

    static ObjectNode page(Definition definition, Optional<Schedule> schedule, Instant now) {
        ObjectNode page = line(definition).put("mermaid", Mermaid.of(definition));
        schedule.ifPresent(each -> page.putObject("schedule")
                .put("cron", each.cron())
                .put("timeZone", each.zone().getId())
                .put("next", each.next(now).map(Instant::toString).orElse(null)));
        return page;
    }

    /** The version of the routes in force, and those that ever had a flow. */
    static ArrayNode versions(Optional<Definition> current, List<VersionList.Version> kept) {
        var all = new LinkedHashMap<String, VersionList.Version>();
        current.ifPresent(each -> all.put(each.version(), new VersionList.Version(each, Optional.empty(), 0, 0)));
        kept.forEach(each -> all.put(each.definition().version(), each));
        ArrayNode versions = Json.mapper().createArrayNode();
        all.forEach((id, version) -> versions.addObject()
                .put("version", id)
                .put(
                        "current",
                        current.filter(each -> each.version().equals(id)).isPresent())
                .put("since", version.since().map(Instant::toString).orElse(null))
                .put("flows", version.running() + version.failed())
                .put("running", version.running())
                .put("failed", version.failed())
                .put("mermaid", Mermaid.of(version.definition()))
                .set("actions", line(version.definition()).path("actions")));
        return versions;
    }
}
