// One definition: its graph, its versions and what differs between them, the route's source, how long its actions take.

import { many } from '../acts.js';
import { find, get, part, post } from '../api.js';
import { dag } from '../dag.js';
import { lines } from '../diff.js';
import { ask } from '../dialogs.js';
import { h } from '../dom.js';
import { migrate, outdated } from '../migrate.js';
import { sendSample } from '../sample.js';
import { ago, span } from '../time.js';
import { button, card, copyButton, count, head } from '../words.js';

export default {
  title: 'Definition',
  async load({ params, query }) {
    const path = `/definitions/${part(params.name)}`;
    const [definition, statistics] = await Promise.all([get(path), find(`${path}/statistics`)]);
    const version = query.version || definition.version;
    const [shown, other] = await Promise.all([version, query.beside].map((each) => each && one(path, definition, each)));
    return { definition, statistics: statistics?.actions || [], over: statistics, shown: shown || definition, other };
  },
  view({ definition, statistics, over, shown, other }, page) {
    const actions = other ? marked(shown.actions, other.actions) : withFigures(shown.actions, statistics, definition);
    return [
      h('nav.crumbs', { key: 'crumbs' }, h('a', { href: '#/definitions' }, 'Definitions'), ' / ', h('span', definition.name)),
      head(definition.name, [`Version ${shown.version.slice(0, 8)}`, shown.version === definition.version ? ', in force' : ', not in force any more',
        definition.schedule ? [` · runs by the clock (${definition.schedule.cron}), next `, ago(definition.schedule.next)] : null], [
        button('Send a sample event', () => sendSample(definition.name, page), 'primary'),
        h('a.button', { href: `#/flows?name=${part(definition.name)}` }, 'Its flows')]),
      card('Graph', h('div.graph', dag({ name: definition.name }, actions, { downwards: window.innerWidth < 720 })), { side: other ? `compared with ${other.version.slice(0, 8)}` : null }),
      h('div.columns.is-aside', { key: 'columns' },
        h('div.stack', other ? difference(shown, other) : null, figures(definition, statistics, over, page), source(shown)),
        h('div.stack', versions(definition, shown, page), mermaid(shown))),
    ];
  },
};

async function one(path, definition, version) {
  const known = (definition.versions || []).find((each) => each.version === version);
  return (await find(`${path}/versions/${part(version)}`)) || (known?.actions ? known : null);
}

function withFigures(actions, statistics, definition) {
  const paused = new Set(definition.actions.filter((each) => each.paused).map((each) => each.name));
  return actions.map((action) => {
    const told = statistics.find((each) => each.name === action.name);
    return { ...action, below: paused.has(action.name) ? 'paused' : told?.attempts ? `${span(told.medianMillis)} · p99 ${span(told.p99Millis)}` : null };
  });
}

function marked(actions, before) {
  const old = new Map(before.map((each) => [each.name, each.needs.join()]));
  const names = new Set(actions.map((each) => each.name));
  const gone = before.filter((each) => !names.has(each.name)).map((each) => ({ ...each, mark: 'gone', below: 'gone' }));
  return [...actions.map((each) => {
    if (!old.has(each.name)) return { ...each, mark: 'new', below: 'new' };
    return old.get(each.name) === each.needs.join() ? each : { ...each, mark: 'changed', below: 'other needs' };
  }), ...gone];
}

function versions(definition, shown, page) {
  const list = definition.versions || [];
  if (!list.length) return null;
  const late = shown.version === definition.version ? outdated(definition) : 0;
  return card('Versions', h('div', h('ul.rows', list.map((each) => {
    const open = `#/definitions/${part(definition.name)}?version=${part(each.version)}`;
    const compared = page.query.beside === each.version;
    return h('li.row', { key: each.version, class: each.version === shown.version ? 'is-chosen' : '' },
      h('div.row-words', h('a', { href: open }, h('code', each.version.slice(0, 8))), h('span.faint', each.version === definition.version ? 'in force' : each.since ? ['since ', ago(each.since)] : 'older', ` · ${count(each.running)} running${each.failed ? `, ${count(each.failed)} failed` : ''}`)),
      each.version === shown.version ? null : h('a.button.small', { href: compared ? `#/definitions/${part(definition.name)}?version=${part(shown.version)}` : `#/definitions/${part(definition.name)}?version=${part(shown.version)}&beside=${part(each.version)}` }, compared ? 'Hide' : 'Compare'));
  })), late ? h('div.moving.padded', { key: 'moving' }, h('p.faint', `${many(late, 'flow')} that ${late === 1 ? 'has' : 'have'} not ended ${late === 1 ? 'has' : 'have'} an older version.`),
    button('Move running flows to this version…', () => migrate(definition, page.refresh), 'small')) : null), { class: 'flush' });
}

function difference(shown, other) {
  const text = (version) => (shown.source && other.source ? version.source : version.mermaid) || '';
  return card('What differs', h('pre.source', lines(text(other), text(shown)).map((line) => h(`span.line${line.kind ? `.is-${line.kind}` : ''}`, `${line.kind === 'new' ? '+' : line.kind === 'gone' ? '−' : ' '} ${line.text}\n`))), { class: 'flush' });
}

function figures(definition, statistics, over, page) {
  const slowest = Math.max(1, ...statistics.map((each) => each.medianMillis || 0));
  const told = new Map(statistics.map((each) => [each.name, each]));
  return card('Actions', h('table.list.statistics', h('thead', h('tr', ['Action', 'Attempts', 'Succeeded', 'Gave up', 'Median', '99 %', ''].map((each) => h('th', { scope: 'col' }, each)))),
    h('tbody', definition.actions.map((action) => {
      const each = told.get(action.name) || {};
      return h('tr', { key: action.name }, h('td.is-name', action.name, action.paused ? h('div.faint', 'paused ', ago(action.paused.since), ` by ${action.paused.by}${action.paused.note ? `: ${action.paused.note}` : ''}`) : null),
        h('td.number', { 'data-label': 'Attempts' }, told.size ? count(each.attempts) : '–'), h('td.number', { 'data-label': 'Succeeded' }, told.size ? count(each.succeeded) : '–'), h('td.number', { 'data-label': 'Gave up' }, each.dead ? h('b.bad', count(each.dead)) : told.size ? '0' : '–'),
        h('td.number', { 'data-label': 'Median' }, h('div.meter', h('i', { style: { width: `${((each.medianMillis || 0) / slowest) * 100}%` } })), each.attempts ? span(each.medianMillis) : '–'), h('td.number', { 'data-label': '99 %' }, each.attempts ? span(each.p99Millis) : '–'),
        h('td.is-acts', button(action.paused ? 'Resume' : 'Pause', () => pause(definition.name, action, page), 'small')));
    }))), { class: 'flush', side: over?.flows ? h('span', `of the last ${count(over.flows)} ${over.flows === 1 ? 'flow' : 'flows'}`, over.since ? [', since ', ago(over.since)] : null) : null });
}

function pause(definition, action, page) {
  const act = action.paused ? 'resume' : 'pause';
  const path = `/definitions/${part(definition)}/actions/${part(action.name)}/${act}`;
  ask({
    title: `${act === 'pause' ? 'Pause' : 'Resume'} ${action.name}?`, act: act === 'pause' ? 'Pause' : 'Resume',
    words: act === 'pause' ? 'It starts in no flow until you resume it; flows wait and say why.' : 'What waits for it goes on.',
    fields: [{ name: 'note', label: 'Note' }],
    request: (given) => ['POST', path, given],
    run: async (given) => {
      await post(path, given);
      page.refresh();
      return act === 'pause' ? `${action.name} is paused.` : `${action.name} goes on.`;
    },
  });
}

function source(shown) {
  if (!shown.source) return null;
  return card('Route', h('pre.source', shown.source.split('\n').map((line) => h(`span.line${/^\s*#/.test(line) ? '.is-comment' : ''}`, `${line}\n`))), { class: 'flush', side: copyButton(shown.source) });
}

function mermaid(shown) {
  if (!shown.mermaid) return null;
  return card('Mermaid', h('details', h('summary.faint', 'The graph as text, for documents'), h('pre.source', shown.mermaid)), { side: copyButton(shown.mermaid) });
}
