// Times in the viewer's zone, with UTC on hover; amounts of time in words.

import { h } from './dom.js';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const exact = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });

/** "40 ms", "1.2 s", "3 min 4 s", "2 h 5 min", "3 d 4 h". */
export function span(ms) {
  if (ms === null || ms === undefined || Number.isNaN(ms)) return '–';
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return two(seconds, 60, 'min', 's', 1);
  if (seconds < 86_400) return two(seconds, 3600, 'h', 'min', 60);
  return two(seconds, 86_400, 'd', 'h', 3600);
}

function two(seconds, large, largeWord, smallWord, small) {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)} ${largeWord}${rest ? ` ${rest} ${smallWord}` : ''}`;
}

export function clockTime(iso, withMillis) {
  return (withMillis ? exact : clock).format(new Date(iso));
}

/** The clock's time today, the day as well otherwise. */
export function text(iso, withMillis) {
  const date = new Date(iso);
  const now = new Date();
  if (date.toDateString() === now.toDateString()) return clockTime(iso, withMillis);
  const form = date.getFullYear() === now.getFullYear() ? day : dayOfYear;
  return `${form.format(date)}, ${clockTime(iso, withMillis)}`;
}

export function utc(iso) {
  return `${new Date(iso).toISOString().replace('T', ' ').replace('Z', '')} UTC`;
}

/** A time; nothing where there is none. */
export function at(iso, withMillis) {
  return iso ? h('time', { datetime: iso, title: utc(iso) }, text(iso, withMillis)) : '–';
}

export function ago(iso) {
  return iso ? h('time.ago', { datetime: iso, title: `${text(iso)} · ${utc(iso)}` }, distance(iso)) : '–';
}

function distance(iso) {
  const past = Date.now() - new Date(iso).getTime();
  if (Math.abs(past) < 1000) return 'now';
  const seconds = Math.floor(Math.abs(past) / 1000);
  const [amount, word] = seconds < 60 ? [seconds, 's'] : seconds < 3600 ? [seconds / 60, 'min'] : seconds < 86_400 ? [seconds / 3600, 'h'] : [seconds / 86_400, 'd'];
  return past > 0 ? `${Math.floor(amount)} ${word} ago` : `in ${Math.floor(amount)} ${word}`;
}

const ISO = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** A sentence in which times stand, each in the viewer's zone. */
export function sentence(words) {
  const parts = [];
  let from = 0;
  for (const match of String(words).matchAll(ISO)) {
    parts.push(words.slice(from, match.index), at(match[0]));
    from = match.index + match[0].length;
  }
  parts.push(String(words).slice(from));
  return h('span', parts);
}

/** Keeps what says "12 s ago" true. */
export function keepTelling() {
  setInterval(() => {
    if (document.hidden) return;
    for (const each of document.querySelectorAll('time.ago')) {
      const now = distance(each.dateTime);
      if (each.textContent !== now) each.textContent = now;
    }
  }, 1000);
}
