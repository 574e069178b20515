// One flow: the graph as it was for its version, its course, what it waits for, and the ways out.

import { cancel, waysOut } from '../acts.js';
import { curl, get, part } from '../api.js';
import { dag } from '../dag.js';
import { h } from '../dom.js';
import { story } from '../facts.js';
import { json } from '../json.js';
import { mayRestart, restart } from '../restart.js';
import { ago, at, sentence, span } from '../time.js';
import { attempts, axis, extent, track } from '../timeline.js';
import { button, card, copyButton, definitionLink, facts, head, shortId, standing, state } from '../words.js';

const UNDOING = { succeeded: 'done', skipped: 'there is nothing to undo', dead: 'has given up', uncertain: 'is uncertain' };
const GAVE_UP = ['dead', 'uncertain'];

export default {
  title: 'Flow',
  async load({ params }) {
    return { flow: await get(`/flows/${part(params.id)}`) };
  },
  changesAt: ({ flow }) => (flow.status === 'running' ? soonest(flow.actions.flatMap((each) => [each, ...(each.items || [])])) : null),
  concerns: (changed, { params }) => !changed?.flows || changed.more || changed.flows.includes(params.id),
  view({ flow }, page) {
    return [
      h('nav.crumbs', { key: 'crumbs' }, h('a', { href: '#/flows' }, 'Flows'), ' / ', h('span', flow.key || flow.name)),
      head(h('span', definitionLink(flow.name), ' ', standing(flow)), below(flow), [
        !flow.endedAt && !flow.cancelling ? button('Cancel…', () => cancel(flow.id, flow.name, page.refresh), 'danger') : null,
        mayRestart(flow) ? button('Restart from…', () => restart(flow, page.refresh)) : null,
        copyButton(curl('GET', `/flows/${part(flow.id)}`), 'Copy as curl'),
      ]),
      callouts(flow, page),
      graph(flow, page),
      h('div.columns.is-aside', { key: 'columns' },
        h('div.stack', course(flow, page), card('Facts', story(flow), { class: 'flush' })),
        h('div.stack', about(flow), missing(flow), card('Input', json(flow.input)))),
    ];
  },
};

/** When the next attempt begins: that is no fact, so nobody tells it. */
function soonest(actions) {
  const due = actions.filter((each) => each.state === 'ready' || each.dueAt).map((each) => (each.dueAt ? Date.parse(each.dueAt) : Date.now()));
  return due.length ? Math.min(...due) : null;
}

function below(flow) {
  const took = (flow.endedAt ? Date.parse(flow.endedAt) : Date.now()) - Date.parse(flow.startedAt);
  return [flow.key ? h('span', 'Key ', h('b', flow.key), ' · ') : null, 'started ', ago(flow.startedAt), flow.endedAt ? ` · took ${span(took)}` : null];
}

function callouts(flow, page) {
  const down = flow.actions.filter((each) => GAVE_UP.includes(each.state));
  const waits = flow.actions.filter((each) => each.waitingFor && !GAVE_UP.includes(each.state) && !each.waitingFor.startsWith('a person'));
  const direct = waits.filter((each) => !flow.actions.some((other) => each.waitingFor.startsWith(`${other.name}: `)));
  return h('div.stack', { key: 'callouts' },
    down.map((each) => h('div.banner.is-bad', { key: `down ${each.name}` }, h('h2', `${each.name} ${each.state === 'dead' ? 'gave up' : 'is uncertain'} after ${each.attempts} ${each.attempts === 1 ? 'attempt' : 'attempts'}`),
      each.error ? h('p', each.error.message) : null,
      each.state === 'uncertain' ? h('p', 'Whether the effect has happened is not known. Look there first; then replay, skip or resolve it.') : null,
      h('div.acts', waysOut(flow.id, each.name, page.refresh)))),
    flow.cancelling ? wayBack(flow) : null,
    flow.reason && !flow.cancelling ? h('div.banner', { key: 'reason' }, h('p', sentence(flow.reason))) : null,
    flow.status === 'running' && !flow.cancelling && direct.length ? h('div.banner', { key: 'waits' }, h('h2', 'It waits'),
      h('ul', direct.map((each) => h('li', { key: each.name }, h('b', each.name), ': ', sentence(each.waitingFor))))) : null);
}

/** What is undone by what, the last ones first, as they run. */
function wayBack(flow) {
  const back = flow.facts.filter((fact) => fact.type === 'turnedBack').pop();
  const undoing = (back?.compensations || []).map((name) => flow.actions.find((each) => each.name === name)).filter(Boolean);
  return h('div.banner', { key: 'way back' }, h('h2', 'It undoes what it did'),
    h('p', flow.reason ? [sentence(flow.reason[0].toUpperCase() + flow.reason.slice(1)), flow.reason.endsWith('.') ? ' ' : '. '] : null, `When that is done the flow is ${back?.status || 'cancelled'}.`),
    h('ul', undoing.map((each) => h('li', { key: each.name }, h('b', each.name), ` undoes ${each.compensates}: `, UNDOING[each.state] || (each.waitingFor ? sentence(each.waitingFor) : each.state)))));
}

function graph(flow, page) {
  const narrow = window.innerWidth < 720;
  const choose = (name) => page.go(`#/flows/${part(flow.id)}?action=${part(name)}`);
  const undone = new Set(flow.actions.filter((each) => each.compensates && each.state === 'succeeded').map((each) => each.compensates));
  const actions = flow.actions.map((each) => (undone.has(each.name) ? { ...each, below: `${each.state} · undone` } : each));
  return card('Graph', h('div.graph', dag({ name: flow.name }, actions, { downwards: narrow, chosen: page.query.action, choose })),
    { side: flow.version ? h('a', { href: `#/definitions/${part(flow.name)}?version=${part(flow.version)}` }, 'version ', h('code', flow.version.slice(0, 8))) : null });
}

function course(flow, page) {
  const drawn = extent(flow);
  return card('Course', h('div.course', flow.actions.map((action) => line(flow, action, drawn, page)), axis(drawn)), { class: 'flush' });
}

function line(flow, action, drawn, page) {
  const chosen = page.query.action === action.name;
  const shown = chosen || GAVE_UP.includes(action.state);
  return h('details.action', { key: `action ${action.name}${shown ? ' shown' : ''}`, open: shown, class: chosen ? 'is-chosen' : '' },
    h('summary', h('span.action-name', action.name), state(action.state), track(flow, action, drawn)),
    h('div.action-more', detail(flow, action)));
}

function detail(flow, action) {
  const tried = attempts(flow, action.name);
  return [
    action.waitingFor ? h('p', { key: 'waits' }, h('span.label', 'Waits'), sentence(action.waitingFor), action.dueAt ? [' · due ', ago(action.dueAt)] : null) : null,
    action.needs.length ? h('p', { key: 'needs' }, h('span.label', 'Needs'), action.needs.join(', ')) : null,
    tried.length ? h('table.list.attempts', { key: 'attempts' }, h('thead', h('tr', ['Attempt', 'Began', 'Took', 'Became', 'Error', 'Node'].map((each) => h('th', { scope: 'col' }, each)))),
      h('tbody', tried.map((each, i) => h('tr', { key: i }, h('td.number', String(each.number)), h('td', at(new Date(each.from).toISOString(), true)), h('td.number', span(each.took)),
        h('td', state(each.became)), h('td.is-error', each.message ? `${each.error}: ${each.message}` : '–'), h('td', each.node || '–'))))) : null,
    action.error && !tried.some((each) => each.message) ? h('p.refusal', { key: 'error' }, `${action.error.type}: ${action.error.message}`) : null,
    action.items ? items(action.items) : null,
    action.result !== null ? h('div', { key: 'result' }, h('span.label', 'Result'), json(action.result, 1)) : null,
  ];
}

function items(list) {
  return h('details', { key: 'items' }, h('summary', `${list.length} items`), h('ul.rows', list.slice(0, 200).map((each, i) => h('li.row', { key: i },
    h('span.number.faint', String(i)), state(each.state), h('span.row-words', each.error ? each.error.message : each.waitingFor ? sentence(each.waitingFor) : '')))));
}

function about(flow) {
  return card('About', facts([
    ['Id', h('span', shortId(flow.id), copyButton(flow.id))],
    ['Key', flow.key || '–'],
    ['Event', h('a', { href: `#/events/${part(flow.event)}` }, shortId(flow.event))],
    ['Started', at(flow.startedAt)],
    flow.endedAt ? ['Ended', at(flow.endedAt)] : null,
    flow.deadline && !flow.endedAt ? ['Deadline', h('span', at(flow.deadline), h('br'), h('span.faint', ago(flow.deadline)))] : null,
  ]));
}

function missing(flow) {
  if (!flow.data?.length) return null;
  return card('Data', h('ul.data', flow.data.map((each, i) => h('li', { key: `${each.name} ${each.neededBy || i}` },
    h('div.data-name', h('b', each.name), state(each.state)),
    h('div.faint', each.from, each.dueUntil ? [' · until ', at(each.dueUntil), `, then ${each.onExpiry === 'skip' ? 'skipped' : 'failed'}`] : null)))));
}
