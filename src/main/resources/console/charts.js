// Small charts over the last hour: a bar for each minute.

import { h, s } from './dom.js';
import { clockTime } from './time.js';
import { count } from './words.js';

const HEIGHT = 40;

/** One figure with its minutes: what, the sum, and the bars. */
export function figure(name, rates, field, kind) {
  const sum = rates.reduce((total, each) => total + (each[field] || 0), 0);
  return h(`div.figure.is-${kind}`, { key: name }, h('div.figure-name', name), h('div.figure-number', count(sum)), bars(rates, field, name),
    h('div.figure-axis', h('span', '60 min ago'), h('span', peak(rates, field)), h('span', 'now')));
}

function peak(rates, field) {
  const most = Math.max(0, ...rates.map((each) => each[field] || 0));
  return most ? `peak ${count(most)}/min` : '';
}

function bars(rates, field, name) {
  const most = Math.max(1, ...rates.map((each) => each[field] || 0));
  return s('svg.bars', { viewBox: `0 0 ${rates.length * 4} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': `${name}, minute by minute` },
    rates.map((each, i) => {
      const number = each[field] || 0;
      const height = number ? Math.max(2, (number / most) * (HEIGHT - 1)) : 1;
      return s(`rect${number ? '' : '.is-none'}`, { x: i * 4 + 0.5, y: HEIGHT - height, width: 3, height }, s('title', `${clockTime(each.minute).slice(0, 5)}: ${count(number)}`));
    }));
}

/** A share as a bar: {done, bad, of}. */
export function progress({ done, bad = 0, of }) {
  const share = (number) => ({ width: `${of ? (number / of) * 100 : 0}%` });
  return h('div.progress', { role: 'progressbar', 'aria-valuenow': done + bad, 'aria-valuemax': of, 'aria-label': 'done' },
    h('i.good', { style: share(done) }), h('i.bad', { style: share(bad) }));
}
