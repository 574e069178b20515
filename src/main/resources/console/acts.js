// What an operator does to flows and dead letters; each asks first, with what it will do.

import { h } from './dom.js';
import { get, part, post } from './api.js';
import { ask } from './dialogs.js';
import { toast } from './toast.js';
import { progress } from './charts.js';
import { button, count, flowLink } from './words.js';

const SAMPLE = 5;
export const NOTE = { name: 'note', label: 'Note', hint: 'Why; it stays in the journal with your name.' };

/** Ways out for an action that gave up. */
export function waysOut(flow, action, refresh) {
  const path = (act) => `/flows/${part(flow)}/actions/${part(action)}/${act}`;
  const way = (act, more) => () => ask({
    fields: [NOTE],
    request: (given) => ['POST', path(act), given],
    run: async (given) => {
      await post(path(act), given);
      refresh();
      return more.done;
    },
    ...more,
  });
  return [
    button('Replay', way('replay', {
      title: `Replay ${action}?`, act: 'Replay', done: `${action} is tried again.`,
      words: 'It is tried again, with its whole budget of attempts. If it succeeds, the flow goes on from here.',
    }), 'primary'),
    button('Resolve…', way('resolve', {
      title: `Resolve ${action}?`, act: 'Resolve', done: `${action} counts as done.`,
      words: 'You have done it by hand. The action counts as succeeded with the result below, and what needs it goes on.',
      fields: [NOTE, { name: 'result', label: 'Result', kind: 'json', hint: 'As JSON, what the action would have given. Empty: no result.' }],
    })),
    button('Skip…', way('skip', {
      title: `Skip ${action}?`, act: 'Skip', danger: true, done: `${action} is skipped.`,
      words: 'It is not done. What needs its result is skipped too; what needs it only optionally goes on.',
    })),
  ];
}

export function cancel(flow, name, refresh) {
  const path = `/flows/${part(flow)}/cancel`;
  ask({
    title: 'Cancel this flow?', act: 'Cancel the flow', danger: true, fields: [NOTE],
    words: `Nothing of ${name} starts any more. What runs at the moment ends by itself; what was done stays done, unless the definition compensates it.`,
    request: (given) => ['POST', path, given],
    run: async (given) => {
      await post(path, given);
      refresh();
      return 'The flow is cancelled.';
    },
  });
}

/** Cancels all flows that a filter finds, after a preview. */
export async function cancelMany(filter, refresh) {
  const chosen = Object.fromEntries(Object.entries(filter).filter(([name, value]) => value && name !== 'cursor'));
  const body = (given, dryRun) => ({ filter: chosen, dryRun, ...given });
  try {
    const preview = await post('/flows/cancel', body({}, true));
    ask({
      title: `Cancel ${many(preview.selected, 'flow')}?`, act: `Cancel ${many(preview.selected, 'flow')}`, danger: true,
      words: 'All flows that the filter finds and that have not ended. Nothing of them starts any more; what was done stays done.',
      fields: [NOTE], extra: sample(preview.items),
      request: (given) => ['POST', '/flows/cancel', body(given, false)],
      run: async (given) => {
        const begun = await post('/flows/cancel', body(given, false));
        if (begun.at) follow(begun.at, 'Cancelled', refresh);
        else refresh();
        return begun.at ? null : 'They are cancelled.';
      },
    });
  } catch (refused) {
    toast(refused.message, 'bad');
  }
}

/** Replays dead letters of a group or a filter: first counted, then a canary, then all. */
export async function replayMany(selection, refresh) {
  try {
    const preview = await post('/dead-letters/replay', { ...selection, dryRun: true });
    ask({
      title: `Replay ${many(preview.selected, 'dead letter')}?`, act: 'Replay',
      words: 'The first one is the canary: the others follow only when it has succeeded.',
      fields: [
        { name: 'limit', label: 'How many at most', kind: 'number', min: 1, value: preview.selected },
        { name: 'rate', label: 'Replays a second', kind: 'number', min: 1, max: 1000, value: 50 }, NOTE,
      ],
      extra: sample(preview.items),
      request: (given) => ['POST', '/dead-letters/replay', { ...selection, ...given }],
      run: async (given) => {
        const begun = await post('/dead-letters/replay', { ...selection, ...given });
        follow(begun.at, 'Replayed', refresh);
      },
    });
  } catch (refused) {
    toast(refused.message, 'bad');
  }
}

export const many = (number, word) => `${count(number)} ${word}${number === 1 ? '' : 's'}`;

function sample(items) {
  const shown = (items || []).slice(0, SAMPLE);
  if (!shown.length) return null;
  return h('div.preview', h('p', `${shown.length < items.length ? 'The first of them' : 'These'}:`),
    h('ul', shown.map((each) => h('li', flowLink(each.flow || each.id, h('code', each.flow || each.id)), each.action ? ` ${each.action}` : ''))));
}

/** Shows a report while it grows. */
export function follow(at, verb, refresh) {
  const dialog = h('dialog.ask', { 'aria-label': 'Report' });
  const place = h('div.report', { 'aria-live': 'polite' });
  dialog.append(h('h2', 'Report'), place, h('div.ask-acts', h('span.push'), h('button.primary', { type: 'button', on: { click: () => dialog.close() } }, 'Close')));
  dialog.addEventListener('close', () => { dialog.remove(); refresh(); });
  document.body.append(dialog);
  dialog.showModal();
  const look = async () => {
    if (!dialog.isConnected) return;
    try {
      const report = await get(at);
      place.replaceChildren(...told(report, verb));
      if (report.state === 'running') setTimeout(look, 500);
      else refresh();
    } catch (refused) {
      place.replaceChildren(h('p.refusal', refused.message));
    }
  };
  look();
}

function told(report, verb) {
  const items = report.items || [];
  const refused = items.filter((each) => each.state === 'refused' || each.state === 'stayed');
  return [
    progress({ done: items.length - refused.length, bad: refused[0]?.state === 'refused' ? refused.length : 0, of: report.selected }),
    h('p', `${verb} ${count(items.length - refused.length)} of ${count(report.selected)}${refused.length ? `, ${count(refused.length)} ${refused[0].state}` : ''}. `,
      report.state === 'running' ? 'It goes on…' : report.state === 'done' ? 'Done.' : `Stopped. ${report.reason || ''}`),
    refused.length ? byReason(refused) : null,
  ].filter(Boolean);
}

/** Who was left out, by the reason. */
export function byReason(items) {
  const reasons = new Map();
  for (const { action, reason, flow } of items) {
    const told = action ? `${action}: ${reason}` : reason;
    if (!reasons.has(told)) reasons.set(told, []);
    reasons.get(told).push(flow);
  }
  return h('ul.reasons', [...reasons].map(([reason, flows]) => h('li', h('p', reason), h('p.faint', `${many(flows.length, 'flow')}: `,
    flows.slice(0, SAMPLE).map((flow, i) => [i ? ', ' : '', flowLink(flow, h('code', `…${flow.slice(-8)}`))]), flows.length > SAMPLE ? ', …' : ''))));
}
