/** The command line: words that speak HTTP to a running Caravan, or read files. */
@NullMarked
package io.caravan.cli;

import org.jspecify.annotations.NullMarked;
