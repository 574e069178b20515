/**
 * What the kamelets of Slack and HubSpot say in Java: the requests as maps, the meaning of every answer, and the two
 * plugs that keep headers and parameters from harm. Knows Camel's API and the outcomes of a flow, no engine.
 */
@NullMarked
package io.caravan.connector;

import org.jspecify.annotations.NullMarked;
