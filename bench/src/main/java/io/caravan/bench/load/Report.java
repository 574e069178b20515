package io.caravan.bench.load;

import io.vertx.core.json.JsonObject;

/** How starts went: how many, when the first was due (since 1970), how long all took and a caller waited; microseconds. */
public record Report(int starts, long began, long took, long median, long p99) {
    static Report of(long began, long took, long[] waits) {
        var sorted = new Percentiles(waits);
        return new Report(waits.length, began, took, sorted.at(50), sorted.at(99));
    }

    public double perSecond() {
        return starts * 1e6 / took;
    }

    public String json() {
        return JsonObject.mapFrom(this).encode();
    }

    public static Report parse(String json) {
        return new JsonObject(json).mapTo(Report.class);
    }
}
