// JSON as a tree that can be folded.

import { h } from './dom.js';
import { copyButton } from './words.js';

const LONG = 600;
const MANY = 200;

export function json(value, depth = 2) {
  return h('div.json', h('div.json-tree', tree(value, depth)), copyButton(JSON.stringify(value, null, 2)));
}

function tree(value, depth) {
  if (Array.isArray(value)) return folded(value.map((each, i) => [i, each]), '[', ']', depth);
  if (value !== null && typeof value === 'object') return folded(Object.entries(value), '{', '}', depth);
  return leaf(value);
}

function folded(entries, begin, end, depth) {
  if (!entries.length) return h('span.json-punctuation', begin + end);
  const shown = entries.slice(0, MANY).map(([name, value]) => h('div.json-line', h('span.json-name', String(name)), h('span.json-punctuation', ': '), tree(value, depth - 1)));
  return h('details', { open: depth > 0 }, h('summary', h('span.json-punctuation', `${begin} ${entries.length} ${end}`)), shown,
    entries.length > MANY ? h('div.json-line.faint', `and ${entries.length - MANY} more`) : null);
}

function leaf(value) {
  const kind = value === null ? 'null' : typeof value;
  const text = kind === 'string' ? value : String(value);
  if (text.length <= LONG) return h(`span.json-${kind}`, text === '' ? '""' : text);
  return h('details', h('summary', h(`span.json-${kind}`, `${text.slice(0, LONG)}…`)), h(`span.json-${kind}`, text.slice(LONG)));
}
