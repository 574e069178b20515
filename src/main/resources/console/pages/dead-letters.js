// Dead letters, as the incidents that they amount to; and how to get them going again.

import { ALL, curl, get, part } from '../api.js';
import { replayMany } from '../acts.js';
import { h } from '../dom.js';
import { ago, span } from '../time.js';
import { button, card, copyButton, count, definitionLink, empty, flowLink, head, pager, shortId, state } from '../words.js';

export default {
  title: 'Dead letters',
  async load({ query }) {
    const [groups, letters] = await Promise.all([
      get('/dead-letters/groups', ALL), query.group ? get('/dead-letters', { group: query.group, cursor: query.cursor }) : null,
    ]);
    return { groups: groups.items, letters };
  },
  view({ groups, letters }, page) {
    const total = groups.reduce((sum, each) => sum + each.count, 0);
    return [
      head('Dead letters', total ? `${count(total)} ${total === 1 ? 'action' : 'actions'} gave up and ${total === 1 ? 'waits' : 'wait'} for a person, in ${count(groups.length)} ${groups.length === 1 ? 'incident' : 'incidents'}.` : 'Actions that gave up and wait for a person.',
        groups.length ? copyButton(curl('GET', '/dead-letters/groups'), 'curl') : null),
      groups.length ? groups.map((group) => incident(group, letters, page)) : empty('No dead letters', 'Every action has succeeded or is still being tried. To see how one looks, break HubSpot in the sandbox and send a sample event.', null, h('a.button', { href: '#/sandbox' }, 'To the sandbox')),
    ];
  },
};

function incident(group, letters, page) {
  const chosen = page.query.group === group.group;
  const lasts = Date.parse(group.last) - Date.parse(group.first);
  return h('section.card.incident', { key: group.group, class: chosen ? 'is-chosen' : '' },
    h('div.incident-head', h('div.incident-count', h('span.figure-number', count(group.count)), h('span.faint', group.count === 1 ? 'letter' : 'letters')),
      h('div.incident-words', h('h2', group.message || 'No message'), h('p.faint', definitionLink(group.definition), ' / ', group.action, ' · first ', ago(group.first), lasts > 1000 ? [' · last ', ago(group.last), ` · over ${span(lasts)}`] : null)),
      h('div.acts', button('Replay…', () => replayMany({ group: group.group }, page.refresh), 'primary'),
        h('a.button', { href: chosen ? '#/dead-letters' : `#/dead-letters?group=${part(group.group)}` }, chosen ? 'Hide' : 'Show'), h('a.button', { href: `#/flows?error=${part(group.group)}` }, 'Flows'))),
    chosen && letters ? h('div', { key: 'letters' }, table(letters.items), pager('dead-letters', page.query, letters.next)) : null);
}

function table(items) {
  return h('table.list.letters', h('thead', h('tr', ['Flow', 'Action', 'Outcome', 'Error', 'Attempts', 'Gave up'].map((each) => h('th', { scope: 'col' }, each)))),
    h('tbody', items.map((each) => h('tr', { key: `${each.flow} ${each.action} ${each.item ?? ''}` },
      h('td.is-id', flowLink(each.flow, shortId(each.flow))),
      h('td.is-name', h('a', { href: `#/flows/${part(each.flow)}?action=${part(each.action)}` }, each.action, each.item === undefined ? '' : ` [${each.item}]`)),
      h('td', state(each.error?.outcome === 'uncertain' ? 'uncertain' : 'dead')),
      h('td.is-error', each.error ? each.error.message : '–'), h('td.number', String(each.attempts)), h('td', ago(each.at))))));
}
