/** What intake and console share of HTTP: answers as JSON and errors as RFC 9457 problems. Knows no other room. */
@NullMarked
package io.caravan.http;

import org.jspecify.annotations.NullMarked;
