// Asks before something is done, says what came of it, and offers the same as a line for the shell.

import { h } from './dom.js';
import { curl } from './api.js';
import { toast } from './toast.js';
import { copy } from './words.js';

/**
 * fields: [{name, label, kind: 'text|number|json|area|choice', value?, hint?, of?, chosen?}]; no `act`, nothing to do; `request(values)` gives [method, path, body] for the
 * shell, `run(values)` does it. A refusal is shown where it was asked.
 */
export function ask({ title, words, fields = [], act, danger = false, request, run, extra }) {
  const error = h('p.refusal', { role: 'alert', hidden: true });
  const submit = act ? h(`button.${danger ? 'danger' : 'primary'}`, { type: 'submit' }, act) : null;
  const dialog = h('dialog.ask', { 'aria-label': title });
  const form = h('form', { method: 'dialog', novalidate: true }, h('h2', title), words ? h('div.words', words) : null,
    fields.map((field) => label(field)), extra || null, error,
    h('div.ask-acts', act && request ? h('button.quiet', { type: 'button', on: { click: shell } }, 'Copy as curl') : null, h('span.push'),
      h('button', { type: 'button', on: { click: () => dialog.close() } }, act ? 'Not now' : 'Close'), submit));

  function refuse(sentence) {
    error.textContent = sentence;
    error.hidden = false;
  }

  function shell() {
    try {
      copy(curl(...request(values(form, fields))));
    } catch (wrong) {
      refuse(wrong.message);
    }
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    error.hidden = true;
    submit.disabled = true;
    try {
      const told = await run(values(form, fields));
      dialog.close();
      if (told) toast(told);
    } catch (refused) {
      refuse(refused.title ? `${refused.title}: ${refused.message}` : refused.message);
    } finally {
      submit.disabled = false;
    }
  });
  open(dialog, form);
}

function control(field) {
  if (field.kind === 'choice') {
    return h('select', { name: field.name, on: { change: (event) => field.chosen?.(event.target.value) } },
      field.of.map((each) => h('option', { value: each, selected: each === field.value }, each)));
  }
  return field.kind === 'json' || field.kind === 'area'
    ? h('textarea', { name: field.name, rows: field.rows || 4, value: field.value || '', spellcheck: 'false' })
    : h('input', { name: field.name, type: field.kind || 'text', value: field.value ?? '', min: field.min, max: field.max, autocomplete: 'off' });
}

function label(field) {
  return h('label.field', h('span', field.label), control(field), field.hint ? h('small', field.hint) : null);
}

function values(form, fields) {
  const found = {};
  for (const field of fields) {
    const text = form.elements[field.name].value.trim();
    if (text === '') continue;
    found[field.name] = field.kind === 'json' ? parsed(text, field.label) : field.kind === 'number' ? Number(text) : text;
  }
  return found;
}

function parsed(text, name) {
  try {
    return JSON.parse(text);
  } catch (wrong) {
    throw new Error(`${name} is not JSON: ${wrong.message}.`);
  }
}

export function open(dialog, content) {
  dialog.append(content);
  document.body.append(dialog);
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  dialog.showModal();
  dialog.querySelector('input, textarea')?.focus();
}
