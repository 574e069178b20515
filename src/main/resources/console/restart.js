// Makes a flow that has ended go on from one of its actions, once it is said what runs again.

import { NOTE } from './acts.js';
import { part, post } from './api.js';
import { layout } from './dag.js';
import { ask } from './dialogs.js';
import { h } from './dom.js';

export const mayRestart = (flow) => Boolean(flow.endedAt) && startable(flow).length > 0;

/** Each behind what it needs. */
function startable(flow) {
  const forward = flow.actions.filter((each) => !each.compensates);
  return layout(flow, forward, false).boxes.map((box) => box.action).filter(Boolean);
}

/** What depends on an action, directly or not, and the action itself. */
function withDependents(flow, name, found = new Set()) {
  if (!found.has(name)) {
    found.add(name);
    startable(flow).filter((each) => each.needs.some((need) => need.replace(/\?$/, '') === name)).forEach((each) => withDependents(flow, each.name, found));
  }
  return found;
}

/** What runs again: the action and what depends on it, what was undone and what depends on that, what was cancelled. */
export function again(flow, from) {
  const undone = flow.actions.filter((each) => each.compensates && each.state === 'succeeded').map((each) => each.compensates);
  const found = new Set([from, ...undone].flatMap((name) => [...withDependents(flow, name)]));
  startable(flow).filter((each) => each.state === 'cancelled').forEach((each) => found.add(each.name));
  return startable(flow).map((each) => each.name).filter((name) => found.has(name));
}

function words(flow, from) {
  const runs = again(flow, from);
  const kept = startable(flow).map((each) => each.name).filter((name) => !runs.includes(name));
  return [h('p', runs.length === 1 ? 'This runs again: ' : 'These run again: ', h('b', runs.join(', ')), '.'),
    kept.length ? h('p', `${kept.join(', ')} ${kept.length === 1 ? 'keeps its result' : 'keep their results'}.`) : null].filter(Boolean);
}

export function restart(flow, refresh) {
  const first = startable(flow).find((each) => each.state !== 'succeeded') || startable(flow)[0];
  const told = h('div.preview', { 'aria-live': 'polite' }, words(flow, first.name));
  const path = (from) => `/flows/${part(flow.id)}/restart?from=${part(from)}`;
  ask({
    title: 'Restart this flow?', act: 'Restart', extra: told,
    words: 'It goes on from the action that you choose. What runs again counts its attempts from 1 and is no repeat for third parties: it happens once more.',
    fields: [{
      name: 'from', label: 'From', kind: 'choice', of: startable(flow).map((each) => each.name), value: first.name,
      chosen: (from) => told.replaceChildren(...words(flow, from)),
    }, NOTE],
    request: ({ from, ...given }) => ['POST', path(from), given],
    run: async ({ from, ...given }) => {
      await post(path(from), given);
      refresh();
      return `The flow goes on from ${from}.`;
    },
  });
}
