package io.caravan.store.claimcheck;

import java.util.List;

/** A stored payload and its ticket. */
public record Claim(String ticket, String content) {
    /** How many characters they are together. */
    public static long weight(List<Claim> claims) {
        return claims.stream().mapToLong(claim -> claim.content().length()).sum();
    }
}
