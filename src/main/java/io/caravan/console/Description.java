package io.caravan.console;

import io.caravan.http.Answers;
import io.caravan.http.Resource;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * {@code GET /openapi.json}: the description of the HTTP API, as it stands in a file of that name among the resources. It needs
 * the role of a reader, for nothing is told of what there is to who is not known.
 */
public final class Description {
    private static final String FILE = "/openapi.json";

    private Description() {}

    public static void mount(Router router) {
        Resource.get(router, FILE).handler(context -> context.vertx()
                .executeBlocking(Description::text, false)
                .onSuccess(text -> Answers.json(context, 200, text))
                .onFailure(context::fail));
    }

    private static String text() {
        try (InputStream file = Description.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing among the resources");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
