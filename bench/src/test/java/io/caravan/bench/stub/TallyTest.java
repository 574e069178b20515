package io.caravan.bench.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally(2);

    private String post(char step, String body) {
        return tally.post(step, body, 7);
    }

    @Test
    void a_diamond_that_brings_its_ids_is_counted_once_per_step() {
        String a = post('a', "{\"flow\":1}");
        String b = post('b', "{\"flow\":1}");
        String c = post('c', "{\"flow\":1,\"a\":\"" + a + "\",\"b\":\"" + b + "\"}");
        post('d', "{\"flow\":1,\"c\":\"" + c + "\"}");

        assertEquals("{\"posts\":[1,1,1,1],\"again\":0,\"withoutIds\":0}", tally.counts());
        assertEquals(1, tally.ended());
        assertEquals("[0,7]", tally.arrivals());
    }

    @Test
    void a_c_with_the_ids_of_another_flow_is_found_out() {
        String a = post('a', "{\"flow\":0}");
        String b = post('b', "{\"flow\":0}");
        post('c', "{\"flow\":1,\"a\":\"" + a + "\",\"b\":\"" + b + "\"}");

        assertEquals("{\"posts\":[1,1,1,0],\"again\":0,\"withoutIds\":1}", tally.counts());
    }

    @Test
    void a_repeated_step_is_counted_as_such() {
        post('a', "{\"flow\":0}");
        post('a', "{\"flow\":0}");

        assertEquals("{\"posts\":[2,0,0,0],\"again\":1,\"withoutIds\":0}", tally.counts());
    }

    @Test
    void a_post_of_no_known_flow_is_found_out() {
        post('a', "{}");
        post('a', "{\"flow\":2}");

        assertEquals("{\"posts\":[2,0,0,0],\"again\":0,\"withoutIds\":2}", tally.counts());
    }
}
