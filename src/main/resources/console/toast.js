// A short word of what has happened, at the edge of the page.

import { h } from './dom.js';

export function toast(words, kind = '') {
  const told = h(`div.toast${kind ? `.${kind}` : ''}`, { role: kind === 'bad' ? 'alert' : 'status' }, words);
  document.getElementById('toasts').append(told);
  setTimeout(() => told.remove(), kind === 'bad' ? 9000 : 4000);
}
