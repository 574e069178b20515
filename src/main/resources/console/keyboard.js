// The keyboard: / searches, g and a letter goes to a page, j and k through a list, ? tells.

import { h } from './dom.js';
import { open } from './dialogs.js';

const PLACES = { n: 'now', f: 'flows', d: 'dead-letters', v: 'definitions', e: 'events', s: 'sandbox' };
const KEYS = [
  ['/', 'find a flow by any key'], ['g n', 'Now'], ['g f', 'Flows'], ['g d', 'Dead letters'], ['g v', 'Definitions'], ['g e', 'Events'], ['g s', 'Sandbox'],
  ['j  k', 'next, previous line of a list'], ['Enter', 'open it'], ['t', 'light or dark'], ['?', 'this'], ['Esc', 'close'],
];

let led = 0;

export function shortcuts(turnTheme) {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && document.activeElement?.matches('input')) document.activeElement.blur();
    if (event.target.closest('input, textarea, select, dialog')) return;
    const after = Date.now() - led < 1500;
    led = 0;
    if (after && PLACES[event.key]) location.hash = `#/${PLACES[event.key]}`;
    else if (event.key === 'g') led = Date.now();
    else if (event.key === '/') document.querySelector('#search input').focus();
    else if (event.key === '?') help();
    else if (event.key === 't') turnTheme();
    else if (event.key === 'j' || event.key === 'k') step(event.key === 'j' ? 1 : -1);
    else return;
    event.preventDefault();
  });
}

function step(by) {
  const lines = [...document.querySelectorAll('main a.row, main td.is-name a, main summary.row, main a.definition, main .action > summary')];
  const at = lines.indexOf(document.activeElement);
  lines[Math.min(lines.length - 1, Math.max(0, at + by))]?.focus();
}

export function help() {
  if (document.querySelector('dialog[open]')) return;
  const dialog = h('dialog.ask', { 'aria-label': 'Keyboard' });
  open(dialog, h('div', h('h2', 'Keyboard'), h('dl.keys', KEYS.map(([keys, words]) => h('div', h('dt', keys.split(' ').filter(Boolean).map((key) => h('kbd', key))), h('dd', words)))),
    h('div.ask-acts', h('span.push'), h('button.primary', { type: 'button', on: { click: () => dialog.close() } }, 'Close'))));
}
