package io.caravan.intake;

import io.caravan.http.Problem;
import io.caravan.store.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.Locale;

/** An event's data as JSON text: JSON as parsed, text as a string, other bytes as base64; nothing = an empty object. */
final class Data {
    private Data() {}

    static String json(byte[] bytes, String contentType) {
        if (bytes.length == 0) {
            return "{}";
        }
        String bare = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (isJson(bare)) {
            return Json.write(EventReading.parse(bytes));
        }
        if (bare.startsWith("text/") || bare.endsWith("xml")) {
            String text = text(bytes, charset(contentType));
            if (text.indexOf(0) >= 0) {
                throw new Problem(400, "Not storable", "The data contains the character U+0000; remove it.");
            }
            return Json.write(text);
        }
        return Json.write(Base64.getEncoder().encodeToString(bytes));
    }

    static boolean isJson(String bareType) {
        return bareType.isEmpty() || bareType.equals("application/json") || bareType.endsWith("+json");
    }

    private static Charset charset(String contentType) {
        int at = contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (at < 0) {
            return StandardCharsets.UTF_8;
        }
        String name =
                contentType.substring(at + 8).split(";", 2)[0].replace("\"", "").strip();
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            throw new Problem(415, "Unknown charset", "The charset '" + name + "' is not known; send UTF-8.");
        }
    }

    private static String text(byte[] bytes, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException wrong) {
            throw new Problem(400, "Wrong charset", "The data is not " + charset + " text.");
        }
    }
}
