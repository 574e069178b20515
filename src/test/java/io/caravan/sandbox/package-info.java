/** Tests of the sandbox through its front door: HTTP on a real server, SQLite in a real file. */
@NullMarked
package io.caravan.sandbox;

import org.jspecify.annotations.NullMarked;
