// The facts of a flow as sentences.

import { h } from './dom.js';
import { json } from './json.js';
import { at, clockTime, span, utc } from './time.js';

const SHOWN = new Set(['seq', 'type', 'at']);
const MOST = 500;

const by = (fact) => `${fact.by ? ` by ${fact.by}` : ''}${fact.note ? `: ${fact.note}` : ''}`;
/** A reason that a person gave names that person already. */
const why = (fact) => (fact.reason ? `: ${fact.reason}` : by(fact));
const when = (time) => at(new Date(time).toISOString());

const SENTENCES = {
  started: (fact) => ['The flow was started', fact.key ? ` with the key ${fact.key}` : ''],
  triggered: (fact) => ['Its trigger ran, version ', h('code', String(fact.version).slice(0, 8))],
  keyed: (fact) => [`Its key is ${fact.key}`],
  queued: (fact) => [`It queues behind others of ${fact.lane}`],
  turnCame: () => ['Its turn came'],
  met: (fact) => [h('b', fact.action), ' has all that it needs'],
  budgeted: (fact) => [h('b', fact.action), ` counts against ${fact.budgetKey}`],
  awaited: (fact) => [h('b', fact.action), ` waits for the event ${fact.event}${fact.key ? ` with the key ${fact.key}` : ''}`, fact.until ? [' until ', when(fact.until)] : ''],
  arrived: (fact) => [h('b', fact.action), ' got its event'],
  split: (fact) => [h('b', fact.action), ` was split into ${fact.items?.length ?? 'its'} items`],
  gathered: (fact) => [h('b', fact.action), ' has all its items'],
  delayed: (fact) => [h('b', fact.action), ' is to start at ', when(fact.dueAt)],
  readied: (fact) => [h('b', fact.action), ' was ready'],
  succeeded: (fact) => [h('b', fact.action), ` succeeded in attempt ${fact.attempt}, ${span(fact.tookMs)}`],
  found: (fact) => [h('b', fact.action), ' had its effect already, as the probe found'],
  retried: (fact) => [h('b', fact.action), ` failed in attempt ${fact.attempt}: ${fact.message || fact.error}; again at `, when(fact.dueAt)],
  deferred: (fact) => [h('b', fact.action), ` was put off: ${fact.message || fact.error}; again at `, when(fact.dueAt)],
  died: (fact) => [h('b', fact.action), ` gave up in attempt ${fact.attempt}: ${fact.message || fact.error}`],
  skipped: (fact) => [h('b', fact.action), ` was skipped${fact.reason ? `: ${fact.reason}` : ''}`],
  replayed: (fact) => [h('b', fact.action), ` was replayed${by(fact)}`],
  /** Without a result it does not count as done. */
  resolved: (fact) => [h('b', fact.action), ` was ${'result' in fact || 'resultClaim' in fact ? 'resolved' : 'skipped'}${by(fact)}`],
  actionCancelled: (fact) => [h('b', fact.action), ' was cancelled'],
  endedLate: (fact) => [h('b', fact.action), ' ended too late; it changed nothing'],
  restarted: (fact) => ['The flow was restarted from ', h('b', fact.action), `${by(fact)}`, fact.actions?.length > 1 ? `; these run again: ${fact.actions.join(', ')}` : ''],
  migrated: (fact) => ['It was moved to version ', h('code', String(fact.version).slice(0, 8)), by(fact)],
  turnedBack: (fact) => [`The flow turned back${why(fact)}`, fact.compensations?.length ? `; to be undone by ${fact.compensations.join(', ')}` : ''],
  turned: (fact) => [`The flow is ${fact.status}${why(fact)}`],
};

export function story(flow) {
  const shown = flow.facts.slice(-MOST);
  const left = flow.facts.length - shown.length;
  return h('ol.story', left ? h('li.faint.padded', `The first ${left} are in the API: GET /flows/{id}.`) : null, shown.map((fact) => {
    const rest = Object.fromEntries(Object.entries(fact).filter(([name]) => !SHOWN.has(name)));
    return h('li', { key: fact.seq }, h('details', h('summary', h('span.number.faint', String(fact.seq)),
      h('time.number', { datetime: fact.at, title: utc(fact.at) }, clockTime(fact.at, true)), h('span', (SENTENCES[fact.type] || (() => [fact.type]))(fact))), json(rest)));
  }));
}
