/** What {@code k8s/} adds up to, held against the typed objects of Kubernetes and against Caravan itself. */
@NullMarked
package io.caravan.kubernetes;

import org.jspecify.annotations.NullMarked;
