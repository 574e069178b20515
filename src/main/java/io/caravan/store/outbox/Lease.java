package io.caravan.store.outbox;

/** A node's right to one attempt, and the fence behind it: never repeated in the life of the database. */
public record Lease(long epoch, long number) {}
