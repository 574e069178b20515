package io.caravan.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;

/** Something that is read: by GET, and by HEAD, whose answer is the same without its body. */
public final class Resource {
    private Resource() {}

    public static Route get(Router router, String path) {
        return router.get(path).method(HttpMethod.HEAD);
    }
}
