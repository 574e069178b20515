// Asks who you are.

import { get, token } from '../api.js';
import { h } from '../dom.js';

/** `again` shows the page that was asked for. */
export function login(reason, again) {
  const error = h('p.refusal', { role: 'alert', hidden: !reason }, reason || '');
  const input = h('input', { type: 'password', name: 'token', autocomplete: 'off', required: true, 'aria-label': 'Token' });
  const enter = async (event) => {
    event.preventDefault();
    token.set(input.value.trim());
    try {
      await get('/flows', { limit: 1 });
      again();
    } catch (refused) {
      if (refused.status !== 403) token.forget();
      error.textContent = refused.message;
      error.hidden = false;
    }
  };
  return h('form.login.card', { key: 'login', on: { submit: enter } }, h('h1', 'Who are you?'),
    h('p', 'This Caravan asks for a token. It is kept in this tab only, and forgotten when you close it.'),
    h('label.field', h('span', 'Token'), input), error, h('button.primary', { type: 'submit' }, 'Sign in'),
    h('p.faint', 'An operator makes one with ', h('code', 'java -jar caravan.jar token --role viewer --name you'), '. To read, the role viewer is enough; to act, it takes operator.'));
}
