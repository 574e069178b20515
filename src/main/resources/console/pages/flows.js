// Flows: by state, definition, key, event, time and error; found by any key; many at once.

import { ALL, ROOT, curl, get, part, queryOf } from '../api.js';
import { cancelMany, replayMany } from '../acts.js';
import { h } from '../dom.js';
import { ago, span } from '../time.js';
import { button, card, copyButton, drawing, empty, head, pager, shortId, state } from '../words.js';

const TABS = [['', 'All'], ['running', 'Running'], ['completed', 'Completed'], ['failed', 'Failed'], ['cancelled', 'Cancelled']];
const FILTERS = ['status', 'name', 'key', 'q', 'event', 'from', 'to', 'error', 'cursor'];

export default {
  title: 'Flows',
  async load({ query }) {
    const asked = Object.fromEntries(FILTERS.map((name) => [name, query[name]]));
    ['from', 'to'].forEach((name) => { if (asked[name]) asked[name] = new Date(asked[name]).toISOString(); });
    const [flows, definitions, groups] = await Promise.all([get('/flows', asked), get('/definitions', ALL), get('/dead-letters/groups', ALL)]);
    return { flows, asked, names: definitions.items.map((each) => each.name), groups: groups.items };
  },
  view({ flows, asked, names, groups }, page) {
    const { query } = page;
    return [
      head('Flows', 'Each is one run of a definition for one event.', [many(asked, page), copyButton(curl('GET', `/flows${queryOf(asked)}`), 'curl')]),
      tabs(query),
      filters(query, names, groups, page),
      flows.items.length ? table(flows.items) : nothing(query),
      pager('flows', query, flows.next),
    ];
  },
};

function address(query) {
  const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString();
  return `#/flows${text ? `?${text}` : ''}`;
}

function tabs(query) {
  return h('nav.tabs', { key: 'tabs', 'aria-label': 'State' }, TABS.map(([status, word]) => h('a', {
    key: word, href: address({ ...query, status, cursor: '' }), 'aria-current': (query.status || '') === status ? 'page' : null,
  }, word)));
}

function filters(query, names, groups, page) {
  const change = (name) => (event) => page.go(address({ ...query, [name]: event.target.value.trim(), cursor: '' }));
  const field = (name, label, more = {}) => h('label.filter', { key: name }, h('span', label), h('input', { name, value: query[name] || '', autocomplete: 'off', spellcheck: 'false', ...more, on: { change: change(name) } }));
  const used = ['key', 'event', 'error', 'from', 'to'].filter((name) => query[name]).length;
  return h('form.filters', { key: 'filters', on: { submit: (event) => event.preventDefault() } },
    h('label.filter.is-wide', { key: 'q' }, h('span', 'Search'), h('input', {
      name: 'q', type: 'search', value: query.q || '', placeholder: 'Flow id, key, correlation, event id or subject', autocomplete: 'off', spellcheck: 'false', on: { change: change('q') },
    })),
    h('label.filter', { key: 'name' }, h('span', 'Definition'), h('select', { name: 'name', on: { change: change('name') } },
      ['', ...names].map((name) => h('option', { value: name, selected: (query.name || '') === name }, name || 'Any')))),
    h('details.more', { key: 'more', open: used > 0 }, h('summary', 'More filters', used ? ` (${used})` : ''), h('div.more-fields',
      field('key', 'Key'), field('event', 'Event type', { placeholder: 'schedule.requested' }), errors(query.error || '', groups, change('error')), field('from', 'Started from', { type: 'datetime-local' }), field('to', 'until', { type: 'datetime-local' }))));
}

/** Errors are chosen from the incidents that there are. */
function errors(chosen, groups, change) {
  const known = groups.some((each) => each.group === chosen);
  return h('label.filter', { key: 'error' }, h('span', 'Error'), h('select', { name: 'error', on: { change } },
    [['', 'Any'], ...groups.map((each) => [each.group, `${each.action}: ${each.message}`]), ...(chosen && !known ? [[chosen, chosen]] : [])].map(([group, words]) => h('option', { value: group, selected: group === chosen }, words))));
}

function many(asked, page) {
  const acts = [];
  const further = ['key', 'q', 'event', 'from', 'to'].some((name) => asked[name]);
  const selection = asked.error ? { group: asked.error } : { filter: { definition: asked.name } };
  if (!further && (asked.error || (asked.status === 'failed' && asked.name))) acts.push(button('Replay all of these…', () => replayMany(selection, page.refresh)));
  if ((further || asked.name || asked.error) && !['completed', 'cancelled'].includes(asked.status)) acts.push(button('Cancel all of these…', () => cancelMany(asked, page.refresh)));
  return acts;
}

function table(items) {
  return card(null, h('table.list', h('thead', h('tr', ['State', 'Definition', 'Key', 'Started', 'Took', 'Id'].map((each) => h('th', { scope: 'col' }, each)))),
    h('tbody', items.map((flow) => h('tr', { key: flow.id },
      h('td.is-state', state(flow.status)),
      h('td.is-name', h('a.cover', { href: `#/flows/${part(flow.id)}` }, flow.name)),
      h('td.is-key', flow.key || h('span.faint', 'no key')),
      h('td.is-when', ago(flow.startedAt)),
      h('td.is-took.number', flow.endedAt ? span(Date.parse(flow.endedAt) - Date.parse(flow.startedAt)) : '–'),
      h('td.is-id', shortId(flow.id)))))), { key: 'table', class: 'flush' });
}

function nothing(query) {
  const filtered = Object.entries(query).some(([, value]) => value);
  return filtered
    ? empty('Nothing matches', 'Search finds a whole flow id, key, correlation, event id or subject, or the beginning of one; not the middle.', null, h('a.button', { href: '#/flows' }, drawing('cross', 12), 'Clear the filters'))
    : empty('No flow yet', 'An event starts one:', `curl ${ROOT}/events -H 'Content-Type: application/json' -d '{"name": "socksPurchased", "email": "ada@example.org"}'`);
}
