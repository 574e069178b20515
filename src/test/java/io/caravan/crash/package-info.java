/** Child processes of Caravan that are halted, stopped or starved at bad moments; others must finish their work. */
@NullMarked
package io.caravan.crash;

import org.jspecify.annotations.NullMarked;
