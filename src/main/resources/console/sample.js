// Sends an event of which a definition is known to take it.

import { find, part, post } from './api.js';
import { ask } from './dialogs.js';
import { h } from './dom.js';
import { toast } from './toast.js';

const SHIPPED = {
  'schedule-request': () => ({
    type: 'schedule.requested', subject: 'ada@example.org',
    data: { requestId: `r-${Date.now()}`, email: 'ada@example.org', name: 'Ada Lovelace', when: '2026-12-01T10:00:00Z', amount: 120 },
  }),
};

/** Shows the event first; it can be changed before it is sent. */
export async function sendSample(definition, page) {
  try {
    const path = `/definitions/${part(definition)}/sample`;
    const known = await find(path);
    const event = known?.event || SHIPPED[definition]?.() || { type: '', subject: '', data: {} };
    const changed = (given) => !known || JSON.stringify(given.event) !== JSON.stringify(event);
    ask({
      title: `Send an event to ${definition}`, act: 'Send', words: known?.from ? `From ${known.from}. Change it, or send it as it is.` : 'It is accepted like any other event.',
      fields: [{ name: 'event', label: 'Event', kind: 'json', rows: 12, value: JSON.stringify(event, null, 2) }],
      request: (given) => (changed(given) ? ['POST', '/events', given.event] : ['POST', path]),
      run: async (given) => begun(await (changed(given) ? post('/events', given.event) : post(path)), page),
    });
  } catch (refused) {
    toast(refused.message, 'bad');
  }
}

function begun(accepted, page) {
  const flow = accepted.flows?.[0];
  if (flow) {
    page.go(`#/flows/${part(flow.id)}`);
    return flow.held ? 'A flow for this once key is there already.' : 'Accepted. This is its flow.';
  }
  page.go(`#/events/${part(accepted.id)}`);
  return h('span', 'Accepted, but no flow takes it.');
}
