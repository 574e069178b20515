/**
 * Durable stand-ins for Slack's Web API and HubSpot's CRM API: what they are told survives a crash, what they received can be
 * listed, and faults can be planted. Knows nothing else of Caravan.
 */
@NullMarked
package io.caravan.sandbox;

import org.jspecify.annotations.NullMarked;
