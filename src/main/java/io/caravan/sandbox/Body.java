package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** The body of a request: kept up to 1 MiB; what is longer is read to its end, up to 16 MiB, and dropped. */
record Body(String contentType, String text, boolean tooLong) {
    private static final int LONGEST_KEPT = 1 << 20;
    private static final int LONGEST_READ = 16 << 20;

    static void read(RoutingContext context, Consumer<Body> then) {
        HttpServerRequest request = context.request();
        String type = Optional.ofNullable(request.getHeader("Content-Type"))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        if (context.body().available()) {
            then.accept(of(type, Optional.ofNullable(context.body().buffer()).orElseGet(Buffer::buffer)));
            return;
        }
        Buffer kept = Buffer.buffer();
        int[] length = {0};
        request.handler(chunk -> {
            length[0] += chunk.length();
            if (length[0] > LONGEST_READ) {
                request.connection().close();
            } else if (kept.length() <= LONGEST_KEPT) {
                kept.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> then.accept(of(type, kept)));
        request.resume();
    }

    private static Body of(String contentType, Buffer bytes) {
        boolean tooLong = bytes.length() > LONGEST_KEPT;
        return new Body(contentType, tooLong ? "" : bytes.toString(StandardCharsets.UTF_8), tooLong);
    }

    boolean isForm() {
        return contentType.startsWith("application/x-www-form-urlencoded");
    }

    boolean isJson() {
        return contentType.startsWith("application/json");
    }

    /** Empty unless the body is a JSON object of bearable length. */
    Optional<ObjectNode> object() {
        return tooLong ? Optional.empty() : Json.readObject(text);
    }

    /** The fields of a form, as an object of strings. */
    ObjectNode form() {
        ObjectNode fields = Json.object();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
