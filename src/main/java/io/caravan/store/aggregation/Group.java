package io.caravan.store.aggregation;

import java.time.Instant;
import java.util.Optional;

/**
 * A group as it is stored.
 *
 * @param version drawn anew by each change, so that nobody takes a group for one that had its key before
 * @param content the gathered exchange as JSON
 * @param dueAt when it is completed although nothing has come any more; empty = never
 */
public record Group(String version, String content, int size, Optional<Instant> dueAt) {}
