// States in words, colours and small drawings; the pieces that many pages share.

import { h, s } from './dom.js';
import { toast } from './toast.js';

const DRAWINGS = {
  now: 'M1.5 8.5h3l2-5.5 3 10 2-4.5h3',
  flows: 'M4 2.5v5a3 3 0 0 0 3 3h5M9.5 7.5l3 3-3 3M4 2.5v11',
  dead: 'M8 2 14.5 13.5h-13zM8 6.5v3M8 11.6v.1',
  definitions: 'M2.5 2.5h4v4h-4zM9.5 9.5h4v4h-4zM6.5 4.5h3a2 2 0 0 1 2 2v3',
  events: 'M2 9.5 4 3h8l2 6.5v4H2zM2 9.5h3.5l1 1.8h3l1-1.8H14',
  sandbox: 'M6 2h4M6.7 2v4L2.5 13.5h11L9.3 6V2M4.6 10h6.8',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.6 10.6 14 14',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  help: 'M5.8 6a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.5M8 12v.1M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z',
  theme: 'M8 1.5v13a6.5 6.5 0 0 0 0-13zM8 14.5a6.5 6.5 0 1 1 0-13',
  out: 'M9.5 3H6.5v10h3M6.5 8h-5M3.5 6l-2 2 2 2M12 3h2v10h-2',
  right: 'M6 3.5 10.5 8 6 12.5',
  check: 'M3.5 8.5l3 3 6-7',
  cross: 'M4 4l8 8M12 4l-8 8',
  clock: 'M8 4.5V8l2.3 1.5M8 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12z',
  again: 'M13 8a5 5 0 1 1-1.5-3.6M13 2v3h-3',
  play: 'M4.5 3v10l8-5z',
  unknown: 'M6 6a2 2 0 1 1 3 1.7c-.7.4-1 .8-1 1.5M8 11.5v.1',
  skip: 'M3.5 4l5 4-5 4zM12 4v8',
};

export function drawing(name, size = 16) {
  return s('svg.drawing', { viewBox: '0 0 16 16', width: size, height: size, 'aria-hidden': 'true' }, s('path', { d: DRAWINGS[name] }));
}

const STATE_DRAWINGS = {
  waiting: 'clock', ready: 'play', running: 'play', retrying: 'again', uncertain: 'unknown', succeeded: 'check', completed: 'check',
  skipped: 'skip', dead: 'cross', failed: 'cross', cancelled: 'cross', cancelling: 'again', applied: 'check', refused: 'cross',
};

export const pathOf = (state) => DRAWINGS[STATE_DRAWINGS[state] || 'clock'];

export function state(word, said = word) {
  return h(`span.state.is-${/^[a-z]+$/.test(word) ? word : 'other'}`, h('i.dot'), said);
}

/** How a flow stands: one that undoes what it did is running for the API, turning back for people. */
export const standing = (flow) => (flow.cancelling && flow.status === 'running' ? state('cancelling', 'turning back') : state(flow.status));

/** A page's head: its name, a line below, and what can be done. */
export function head(title, below, acts) {
  return h('header.head', { key: 'head' }, h('div.head-words', h('h1', title), below ? h('p.below', below) : null), acts ? h('div.acts', acts) : null);
}

export function card(title, content, more = {}) {
  return h(`section.card${more.class ? `.${more.class}` : ''}`, { key: more.key || `card ${title}` },
    title ? h('div.card-head', h('h2', title), more.side ? h('div.card-side', more.side) : null) : null, content);
}

export function facts(pairs) {
  return h('dl.facts', pairs.filter(Boolean).map(([name, value]) => h('div', { key: name }, h('dt', name), h('dd', value ?? '–'))));
}

export function button(text, click, kind = '') {
  return h(`button${kind ? `.${kind}` : ''}`, { type: 'button', on: { click } }, text);
}

export function copyButton(text, label = 'Copy') {
  return h('button.quiet.small', { type: 'button', title: label, 'aria-label': label, on: { click: () => copy(text) } },
    drawing('copy', 14), label === 'Copy' ? null : label);
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h('textarea', { class: 'unseen', value: text });
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  toast('Copied.');
}

/** What stands where nothing is yet, and the next step. */
export function empty(title, words, command, acts) {
  return h('div.empty', { key: 'empty' }, h('h3', title), words ? h('p', words) : null,
    command ? h('div.command', h('pre', command), copyButton(command)) : null, acts ? h('div.acts', acts) : null);
}

/** The first letters of an id, all of it on hover. */
export function shortId(id) {
  return h('code.id', { title: id }, id ? `…${id.slice(-8)}` : '–');
}

export const flowLink = (id, ...content) => h('a', { href: `#/flows/${encodeURIComponent(id)}` }, ...content);

export const definitionLink = (name) => h('a', { href: `#/definitions/${encodeURIComponent(name)}` }, name);

export const count = (number) => Number(number || 0).toLocaleString('en');

/** Newer and older, by the cursors of the API. */
export function pager(page, query, next) {
  if (!next && !query.cursor) return null;
  const to = (cursor) => `#/${page}?${new URLSearchParams(Object.entries({ ...query, cursor }).filter(([, value]) => value))}`;
  return h('nav.pager', { key: 'pager', 'aria-label': 'Pages' },
    query.cursor ? h('a.button', { href: to('') }, 'Newest') : h('span'),
    next ? h('a.button', { href: to(next) }, 'Older', drawing('right', 12)) : h('span.faint', 'That is all.'));
}
