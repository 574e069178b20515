/** Spans of events, triggers and attempts, sent to an OpenTelemetry collector. */
@NullMarked
package io.caravan.watch.trace;

import org.jspecify.annotations.NullMarked;
