// One event.

import { curl, get, part } from '../api.js';
import { h } from '../dom.js';
import { card, copyButton, head } from '../words.js';
import { about } from './events.js';

export default {
  title: 'Event',
  async load({ params }) {
    return { event: await get(`/events/${part(params.id)}`) };
  },
  view({ event }) {
    return [
      h('nav.crumbs', { key: 'crumbs' }, h('a', { href: '#/events' }, 'Events'), ' / ', h('span', event.type)),
      head(event.type, event.subject || event.source, copyButton(curl('GET', `/events/${part(event.id)}`), 'Copy as curl')),
      card(null, h('div.stack', about(event)), { key: 'event' }),
    ];
  },
};
