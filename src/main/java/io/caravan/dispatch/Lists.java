package io.caravan.dispatch;

import io.caravan.flow.Evaluation;
import io.caravan.flow.Payload;
import io.caravan.store.Ids;
import io.caravan.store.claimcheck.Claim;
import io.caravan.store.claimcheck.Claims;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The items of a list stay in their fact together as long as they are small together; else each lies in the claim table. */
final class Lists {
    private Lists() {}

    static Evaluation storable(Evaluation evaluation, List<Claim> claims) {
        if (!(evaluation instanceof Evaluation.Wanted wanted) || wanted.items().isEmpty()) {
            return evaluation;
        }
        List<Payload> items = wanted.items().get();
        int length = items.stream()
                .mapToInt(item -> ((Payload.Inline) item).json().length())
                .sum();
        if (length <= Claims.LARGEST_INLINE / 3) {
            return wanted;
        }
        var claimed = new ArrayList<Payload>();
        for (Payload item : items) {
            var claim = new Claim(Ids.next(), ((Payload.Inline) item).json());
            claims.add(claim);
            claimed.add(Payload.claimed(claim.ticket()));
        }
        return new Evaluation.Wanted(wanted.dueAt(), wanted.awaitKey(), Optional.of(claimed), wanted.budgetKey());
    }
}
