// The course of a flow: each action a line, attempts as bars, waits hatched.

import { h } from './dom.js';
import { clockTime, span, text } from './time.js';

const ENDS = { succeeded: 'succeeded', retried: 'retrying', died: 'dead', endedLate: 'skipped' };
const LEAST = 0.6;

/** Attempts of an action, oldest first, as its facts tell. */
export function attempts(flow, action) {
  return flow.facts.filter((fact) => fact.type in ENDS && fact.action === action && fact.startedAt).map((fact) => ({
    number: fact.attempt, from: Date.parse(fact.startedAt), took: fact.tookMs || 0, became: fact.uncertain ? 'uncertain' : ENDS[fact.type],
    error: fact.error, message: fact.message, node: fact.node, until: fact.dueAt ? Date.parse(fact.dueAt) : null, at: fact.at,
  }));
}

/** From when to when the flow is drawn. */
export function extent(flow, now = Date.now()) {
  const from = Date.parse(flow.startedAt);
  const last = Math.max(from, ...flow.facts.map((fact) => Date.parse(fact.at)), flow.endedAt ? Date.parse(flow.endedAt) : 0);
  const due = flow.actions.map((each) => (each.dueAt ? Date.parse(each.dueAt) : 0));
  const open = flow.status === 'running' ? now : last;
  const until = Math.max(last, open, ...due.filter((each) => each - from < 4 * (Math.max(open, last) - from + 60_000)));
  return { from, until: Math.max(until, from + 20), now: flow.status === 'running' ? now : null };
}

/** One action's line. */
export function track(flow, action, { from, until, now }) {
  const percent = (time) => Math.min(100, Math.max(0, ((time - from) / (until - from)) * 100));
  const piece = (kind, begin, end, title) => h(`i.${kind}`, {
    title, style: { left: `${Math.min(percent(begin), 100 - LEAST)}%`, width: `${Math.max(LEAST, percent(end) - percent(begin))}%` },
  });
  const tried = attempts(flow, action.name);
  const pieces = [];
  let free = from;
  for (const each of tried) {
    if (each.from > free) pieces.push(piece('wait', free, each.from, `waited ${span(each.from - free)}`));
    pieces.push(piece(`try.is-${each.became}`, each.from, each.from + each.took,
      `attempt ${each.number}: ${each.became === 'retrying' ? 'failed, again later' : each.became}, ${clockTime(each.from, true)}, took ${span(each.took)}${each.message ? `: ${each.message}` : ''}`));
    free = Math.max(free, each.from + each.took);
  }
  if (!['succeeded', 'skipped', 'cancelled', 'dead', 'uncertain'].includes(action.state)) {
    const end = now ? Math.max(action.dueAt ? Date.parse(action.dueAt) : 0, now, free) : until;
    pieces.push(piece(action.state === 'running' ? 'try.is-running' : 'wait', free, Math.min(end, until), action.waitingFor || action.state));
  }
  if (now) pieces.push(h('i.now', { style: { left: `${percent(now)}%` }, title: 'now' }));
  return h('div.track', { 'aria-hidden': 'true' }, pieces);
}

/** The axis below: when it began, and how long it took until there. */
export function axis({ from, until }) {
  const marks = [0, 0.25, 0.5, 0.75, 1];
  return h('div.axis', { 'aria-hidden': 'true' }, marks.map((share) => h('span', { title: text(from + share * (until - from), true) }, share ? `+${span(share * (until - from))}` : clockTime(from))));
}
