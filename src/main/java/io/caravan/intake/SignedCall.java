package io.caravan.intake;

import io.vertx.core.MultiMap;
import java.util.Optional;

/** A request as it was signed: its body is bytes, not yet read as anything. */
record SignedCall(String method, String uri, MultiMap headers, byte[] body) {
    /** A header that is there once; what is there twice was not sent by whoever signs. */
    Optional<String> header(String name) {
        var values = headers.getAll(name);
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }
}
