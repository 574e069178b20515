package io.caravan.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.http.Answers;
import io.caravan.http.Parameters;
import io.caravan.http.Problem;
import io.caravan.http.SmallBody;
import io.caravan.sample.ItemRequest.Identity;
import io.caravan.sample.ItemRequest.Kind;
import io.caravan.store.Json;
import io.caravan.store.Nul;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * {@code /action-items}: requests are answered with 202 as soon as they are safe; what becomes of them is seen at the item.
 */
final class ItemDoor {
    private static final int LARGEST_BATCH = 1_000;

    /** In bytes: of one request, and of all large ones that are being read or kept. */
    private static final int LARGEST = 16 * 1024 * 1024;

    private static final int LARGEST_TOGETHER = 2 * LARGEST;
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final SmallBody.Allowance allowance = new SmallBody.Allowance(LARGEST, LARGEST_TOGETHER);
    private final ItemId ids;
    private final SafeRequests safe;
    private final Function<RoutingContext, String> who;

    /** @param who the name of whoever asks */
    ItemDoor(ItemId ids, SafeRequests safe, Function<RoutingContext, String> who) {
        this.ids = ids;
        this.safe = safe;
        this.who = who;
    }

    void mount(Router router) {
        router.post("/action-items").handler(context -> read(context, body -> create(context, body)));
        router.route(HttpMethod.PATCH, "/action-items/:id")
                .handler(context -> read(context, body -> change(context, body, Kind.PATCH)));
        router.put("/action-items/:id").handler(context -> read(context, body -> change(context, body, Kind.REPLACE)));
        router.post("/action-items/:id/exceptions/:exception/resolve")
                .handler(context -> read(context, body -> resolve(context, body)));
    }

    /** What is large is looked at on a thread that may take its time. */
    private void read(RoutingContext context, Consumer<Buffer> whole) {
        SmallBody.read(context, allowance, body -> {
            if (body.length() <= Documents.SMALL) {
                whole.accept(body);
                return;
            }
            context.vertx()
                    .executeBlocking(
                            () -> {
                                whole.accept(body);
                                return true;
                            },
                            false)
                    .onFailure(thrown -> Answers.problem(context, SafeRequests.problem(thrown)));
        });
    }

    private void create(RoutingContext context, Buffer body) {
        demandType(context, "application/json");
        JsonNode sent = parsed(body);
        Repeatable key = Repeatable.of(context, who.apply(context));
        if (sent.isArray()) {
            createAll(context, sent, key);
        } else {
            answer(context, keep(creation(sent, key), key));
        }
    }

    private void createAll(RoutingContext context, JsonNode sent, Repeatable key) {
        if (sent.isEmpty() || sent.size() > LARGEST_BATCH) {
            throw bad("A batch has 1 to " + LARGEST_BATCH + " items, not " + sent.size() + ".");
        }
        var answers = new ArrayList<CompletableFuture<ObjectNode>>();
        for (int index = 0; index < sent.size(); index++) {
            answers.add(line(sent.get(index), key.item(index)));
        }
        Context loop = context.vertx().getOrCreateContext();
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .whenComplete((all, never) -> loop.runOnContext(now -> {
                    List<ObjectNode> lines =
                            answers.stream().map(CompletableFuture::join).toList();
                    Answers.json(context, 207, Json.write(lines));
                }));
    }

    private CompletableFuture<ObjectNode> line(JsonNode sent, Repeatable key) {
        CompletableFuture<ObjectNode> kept;
        try {
            kept = keep(creation(sent, key), key);
        } catch (Problem problem) {
            kept = CompletableFuture.failedFuture(problem);
        }
        return kept.handle((answer, thrown) -> {
            ObjectNode line = Json.mapper().createObjectNode();
            if (thrown == null) {
                line.put("status", 202).put("id", answer.path("id").asText());
                return line.put("location", location(answer.path("id").asText()))
                        .put("duplicate", answer.path("duplicate").asBoolean());
            }
            Problem problem = SafeRequests.problem(thrown);
            return line.put("status", problem.status())
                    .put("title", problem.title())
                    .put("detail", problem.getMessage());
        });
    }

    private ItemRequest creation(JsonNode sent, Repeatable key) {
        ObjectNode document = ItemDocument.own(object(sent));
        ItemDocument.complaint(document).ifPresent(complaint -> {
            throw bad(complaint);
        });
        return new ItemRequest(new Identity(key.item(ids), key.request(ids, "create")), Kind.CREATE, document);
    }

    private void change(RoutingContext context, Buffer body, Kind kind) {
        demandType(context, kind == Kind.PATCH ? MERGE_PATCH : "application/json");
        ObjectNode document = ItemDocument.own(object(parsed(body)));
        if (kind == Kind.REPLACE) {
            ItemDocument.complaint(document).ifPresent(complaint -> {
                throw bad(complaint);
            });
        }
        Repeatable key = Repeatable.of(context, who.apply(context));
        answer(context, keep(request(context, key, new Asked(kind, document)), key));
    }

    private void resolve(RoutingContext context, Buffer body) {
        ObjectNode sent = object(parsed(body));
        if (sent.path("note").asText().isBlank()) {
            throw bad("Field 'note' is missing; say how the exception was resolved.");
        }
        ObjectNode document = Json.mapper()
                .createObjectNode()
                .put("exception", Parameters.path(context, "exception"))
                .put("note", sent.path("note").asText())
                .put("by", who.apply(context));
        Repeatable key = Repeatable.of(context, who.apply(context));
        answer(context, keep(request(context, key, new Asked(Kind.RESOLVE, document)), key));
    }

    private record Asked(Kind kind, ObjectNode document) {}

    private ItemRequest request(RoutingContext context, Repeatable key, Asked asked) {
        String item = Parameters.path(context, "id");
        if (!ids.isOurs(item)) {
            throw unknown(item);
        }
        String what = asked.kind().word() + " " + item;
        return new ItemRequest(new Identity(item, key.request(ids, what)), asked.kind(), asked.document());
    }

    static Problem unknown(String item) {
        return new Problem(
                404, "Unknown action item", "'" + item + "' was never issued; ids are those of POST /action-items.");
    }

    private CompletableFuture<ObjectNode> keep(ItemRequest request, Repeatable key) {
        return safe.keep(request, key.isGiven()).thenApply(duplicate -> Json.mapper()
                .createObjectNode()
                .put("id", request.identity().item())
                .put("request", request.identity().request())
                .put("duplicate", duplicate));
    }

    private static void answer(RoutingContext context, CompletableFuture<ObjectNode> kept) {
        Context loop = context.vertx().getOrCreateContext();
        kept.whenComplete((answer, thrown) -> loop.runOnContext(now -> {
            if (thrown != null) {
                Answers.problem(context, SafeRequests.problem(thrown));
                return;
            }
            context.response().putHeader("Location", location(answer.path("id").asText()));
            Answers.json(context, 202, Json.write(answer));
        }));
    }

    private static String location(String item) {
        return "/action-items/" + item;
    }

    private static void demandType(RoutingContext context, String wanted) {
        String type = Optional.ofNullable(context.request().getHeader("Content-Type"))
                .orElse(wanted)
                .toLowerCase(Locale.ROOT)
                .split(";", 2)[0]
                .strip();
        if (!type.equals(wanted)) {
            throw new Problem(415, "Unsupported content type", "Send " + wanted + ", not '" + type + "'.");
        }
    }

    private static ObjectNode object(JsonNode sent) {
        if (sent instanceof ObjectNode object) {
            return object;
        }
        throw bad("Send a JSON object.");
    }

    private static JsonNode parsed(Buffer body) {
        try {
            JsonNode tree = Json.mapper().readTree(body.getBytes());
            if (tree == null || tree.isMissingNode()) {
                throw bad("The body is empty; send a JSON object.");
            }
            if (Nul.in(tree)) {
                throw bad("The body contains the character U+0000; remove it.");
            }
            return tree;
        } catch (JsonProcessingException broken) {
            throw bad("The body is not JSON: " + broken.getOriginalMessage() + ".");
        } catch (IOException broken) {
            throw bad("The body is not JSON in UTF-8.");
        }
    }

    private static Problem bad(String detail) {
        return new Problem(400, "Not an action item", detail);
    }
}
