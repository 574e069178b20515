package io.caravan.bench.stub;

import java.util.concurrent.ThreadLocalRandom;

/**
 * What has been posted since the last reset: how often each step, how often one flow's step again, whether c and d brought the
 * ids that their flow's a, b and c were answered, and when each flow's d came.
 */
final class Tally {
    private static final int STEPS = 4;

    private final int[] posts = new int[STEPS];
    private final byte[] seen;
    private final long[] arrivals;
    private final String seed = Integer.toHexString(ThreadLocalRandom.current().nextInt());
    private int again;
    private int withoutIds;

    Tally(int flows) {
        this.seen = new byte[flows];
        this.arrivals = new long[flows];
    }

    /** Notes the post of a step ({@code a} to {@code d}) and gives the id that it is answered. */
    String post(char step, String body, long micros) {
        int flow = flow(body);
        posts[step - 'a']++;
        if (flow < 0 || flow >= seen.length || !brings(step, flow, body)) {
            withoutIds++;
            return "";
        }
        int bit = 1 << step - 'a';
        if ((seen[flow] & bit) != 0) {
            again++;
        } else if (step == 'd') {
            arrivals[flow] = micros;
        }
        seen[flow] |= (byte) bit;
        return id(step, flow);
    }

    private boolean brings(char step, int flow, String body) {
        return switch (step) {
            case 'c' -> carries(body, 'a', flow) && carries(body, 'b', flow);
            case 'd' -> carries(body, 'c', flow);
            default -> true;
        };
    }

    private boolean carries(String body, char step, int flow) {
        return body.contains("\"" + step + "\":\"" + id(step, flow) + "\"");
    }

    private String id(char step, int flow) {
        return step + "-" + flow + "-" + seed;
    }

    private static int flow(String body) {
        int from = body.indexOf("\"flow\":") + 7;
        int to = from;
        while (from > 6 && to < body.length() && Character.isDigit(body.charAt(to))) {
            to++;
        }
        return to == from || from <= 6 ? -1 : Integer.parseInt(body.substring(from, to));
    }

    /** How many flows have come to their end. */
    int ended() {
        return posts[STEPS - 1];
    }

    String counts() {
        return "{\"posts\":[%d,%d,%d,%d],\"again\":%d,\"withoutIds\":%d}"
                .formatted(posts[0], posts[1], posts[2], posts[3], again, withoutIds);
    }

    /** Microseconds since 1970 at which each flow's d came; 0 = it has not. */
    String arrivals() {
        var text = new StringBuilder("[");
        for (int flow = 0; flow < arrivals.length; flow++) {
            text.append(flow == 0 ? "" : ",").append(arrivals[flow]);
        }
        return text.append(']').toString();
    }
}
