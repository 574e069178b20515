package io.caravan.store.claimcheck;

/** A stored payload and its ticket. */
public record Claim(String ticket, String content) {}
