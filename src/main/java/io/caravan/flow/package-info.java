/**
 * The rules of a flow as pure functions: {@code decide(state, command, now) -> facts} and {@code evolve(state, fact) ->
 * state}; one file per rule. Knows no Camel, no database and no clock.
 */
@NullMarked
package io.caravan.flow;

import org.jspecify.annotations.NullMarked;
