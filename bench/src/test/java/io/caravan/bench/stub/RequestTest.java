package io.caravan.bench.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestTest {
    private static final String POST = "POST /a?n=12 HTTP/1.1\r\nHost: x\r\ncontent-length: 4\r\n\r\nbody";

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void a_whole_request_is_taken() {
        Request request = Request.take(buffer(POST)).orElseThrow();

        assertEquals(new Request("POST", "/a?n=12", "body"), request);
        assertEquals("/a", request.path());
        assertEquals(12, request.number());
    }

    @Test
    void a_part_of_a_request_stays_where_it_is() {
        for (int length = 0; length < POST.length(); length++) {
            ByteBuffer part = buffer(POST.substring(0, length));
            assertTrue(Request.take(part).isEmpty());
            assertEquals(0, part.position());
        }
    }

    @Test
    void the_next_request_is_left_for_later() {
        ByteBuffer two = buffer(POST + "GET /counts HTTP/1.1\r\n\r\n");

        assertEquals("body", Request.take(two).orElseThrow().body());
        assertEquals(new Request("GET", "/counts", ""), Request.take(two).orElseThrow());
        assertEquals(0, two.remaining());
    }
}
