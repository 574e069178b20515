// Events: the last ones, those that no flow took, those that a trigger could not read.

import { ROOT, curl, get, part, queryOf } from '../api.js';
import { h } from '../dom.js';
import { json } from '../json.js';
import { ago, at } from '../time.js';
import { card, copyButton, empty, facts, flowLink, head, pager, shortId, state } from '../words.js';

const TABS = [['', 'Last'], ['unrouted', 'Unrouted'], ['parked', 'Parked']];
const WORDS = {
  '': 'Everything that was accepted, newest first.',
  unrouted: 'Accepted, but no flow was started by them.',
  parked: 'A trigger could not make a flow of them; the reason stands with each.',
};

export default {
  title: 'Events',
  async load({ query }) {
    const asked = { type: query.type, cursor: query.cursor, [query.show || 'type']: query.show ? 'true' : query.type };
    return { events: await get('/events', asked), asked };
  },
  view({ events, asked }, page) {
    const { query } = page;
    const address = (more) => `#/events${queryOf({ ...query, cursor: '', ...more })}`;
    return [
      head('Events', WORDS[query.show || ''], copyButton(curl('GET', `/events${queryOf(asked)}`), 'curl')),
      h('nav.tabs', { key: 'tabs', 'aria-label': 'Which' }, TABS.map(([show, word]) => h('a', { key: word, href: address({ show }), 'aria-current': (query.show || '') === show ? 'page' : null }, word))),
      h('form.filters', { key: 'filters', on: { submit: (event) => event.preventDefault() } }, h('label.filter', h('span', 'Type'), h('input', { name: 'type', value: query.type || '', placeholder: 'schedule.requested', autocomplete: 'off', on: { change: (event) => page.go(address({ type: event.target.value.trim() })) } }))),
      events.items.length ? card(null, h('ul.rows.events', events.items.map(line)), { key: 'events', class: 'flush' }) : nothing(query),
      pager('events', query, events.next),
    ];
  },
};

function line(event) {
  return h('li', { key: event.id }, h('details', h('summary.row',
    h('div.row-words', h('strong', event.type), h('span.faint', event.subject || event.source)),
    event.parked.length ? state('parked') : event.flows.length ? h('span.flows-begun', event.flows.slice(0, 3).map((flow) => flowLink(flow.id, flow.name))) : state('unrouted'),
    ago(event.time)), h('div.action-more', about(event))));
}

/** Everything of one event. */
export function about(event) {
  return [
    event.parked.map((each) => h('p.refusal', { key: `parked ${each.definition}` }, `${each.definition}: ${each.reason}`)),
    facts([['Id', h('a', { href: `#/events/${part(event.id)}` }, h('code', event.id))], ['Sender’s id', h('code', event.externalId)], ['Source', event.source], ['Subject', event.subject || '–'],
      ['Time', at(event.time)], event.correlation ? ['Correlation', event.correlation] : null,
      ['Flows', event.flows.length ? h('span', event.flows.map((flow) => h('div', flowLink(flow.id, flow.name), flow.held ? h('span.faint', ' held the once key already') : null))) : 'none']]),
    h('span.label', 'Data'), json(event.data),
  ];
}

function nothing(query) {
  if (query.show === 'parked') return empty('Nothing is parked', 'Every trigger could make of its events what it wanted.');
  if (query.show === 'unrouted') return empty('Nothing is unrouted', 'A flow was started by every event, or several were.');
  return empty('No event yet', 'Send one; it is safe on disk before it is answered:', `curl ${ROOT}/events -H 'Content-Type: application/json' -d '{"name": "socksPurchased", "email": "ada@example.org"}'`);
}
