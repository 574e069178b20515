// The sandbox: what Slack, HubSpot and the mail server would have received, and switches to break them.

import { find, get, post, remove } from '../api.js';
import { h } from '../dom.js';
import { toast } from '../toast.js';
import { ago } from '../time.js';
import { button, card, empty, head } from '../words.js';
import { crm } from '../crm.js';
import { chat } from '../chat.js';

const SHOWN = 200;
const FAULTS = [
  { name: 'HubSpot is down', words: 'Every call answers 503.', fault: { method: '/crm', status: 503 } },
  { name: 'HubSpot refuses', words: 'Every call answers 400: nothing is tried again.', fault: { method: '/crm', status: 400, body: { status: 'error', message: 'Property values were not valid', category: 'VALIDATION_ERROR' } } },
  { name: 'HubSpot is slow', words: 'Every answer takes five seconds.', fault: { method: '/crm', delayMs: 5000 } },
  { name: 'Slack is down', words: 'Posting answers 500.', fault: { method: 'chat.postMessage', status: 500 } },
  { name: 'Slack’s answer is lost', words: 'The next message is posted, but its answer never arrives.', fault: { method: 'chat.postMessage', apply: true, drop: true, count: 1 } },
];

export default {
  title: 'Sandbox',
  async load({ state }) {
    const faults = await find('/sandbox/faults');
    if (!faults) return { off: true };
    const [messages, contacts, deals, mails] = await Promise.all(['slack/messages', 'hubspot/contacts', 'hubspot/deals', 'mail/messages'].map((place) => last(place, state)));
    return { faults: faults.items, messages, contacts, deals, mails };
  },
  view(data, page) {
    if (data.off) {
      return [head('Sandbox', 'Stand-ins for Slack, HubSpot and a mail server.'),
        empty('There is no sandbox here', 'This Caravan speaks to the real ones. A sandbox is there when caravan.sandbox is on, or by itself when no token is set and everything stays on this machine.', 'CARAVAN_SANDBOX=on make run')];
    }
    return [
      head('Sandbox', 'What Slack, HubSpot and the mail server would have received. Break one, send a sample event, and watch Caravan recover.', h('a.button', { href: '#/now' }, 'To the sample event')),
      switches(data.faults, page),
      h('div.columns.is-even', { key: 'columns' }, card('Slack', chat(data.messages), { class: 'flush' }), h('div.stack', card('HubSpot', crm(data), { class: 'flush' }), mails(data.mails))),
    ];
  },
};

/** The newest of a list that is told oldest first: what was read is remembered, only what is new is asked for. */
async function last(place, state) {
  const known = (state[place] ||= { cursor: '', items: [] });
  for (;;) {
    const page = await get(`/sandbox/${place}`, { limit: 1000, cursor: known.cursor });
    if (!page.next) return [...known.items, ...page.items].slice(-SHOWN);
    known.cursor = page.next;
    known.items = [...known.items, ...page.items].slice(-SHOWN);
  }
}

function isOf(planted, fault) {
  const { id, remaining, count: times, ...rest } = planted;
  const { count: ignored, ...wanted } = fault;
  return JSON.stringify(sorted(rest)) === JSON.stringify(sorted(wanted));
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function switches(planted, page) {
  const others = planted.filter((each) => !FAULTS.some(({ fault }) => isOf(each, fault)));
  return card('Faults', h('div', h('div.switches', FAULTS.map((each) => {
    const on = planted.some((one) => isOf(one, each.fault));
    return h('label.switch', { key: each.name }, h('input', { type: 'checkbox', role: 'switch', checked: on, on: { change: (event) => turn(each, event.target.checked, planted, page) } }),
      h('i'), h('span', h('b', each.name), h('span.faint', each.words)));
  })), others.map((each) => h('p.note', { key: each.id }, 'Also planted: ', h('code', JSON.stringify(each))))),
  { side: planted.length ? button('Mend everything', () => mend(page), 'small') : h('span.faint', 'Nothing is broken.') });
}

/** Faults can only be deleted together, so the others are planted again. */
async function turn(chosen, on, planted, page) {
  try {
    if (on) {
      await post('/sandbox/faults', chosen.fault);
      toast(`${chosen.name}.`);
    } else {
      await remove('/sandbox/faults');
      for (const { id, remaining, ...fault } of planted.filter((each) => !isOf(each, chosen.fault))) await post('/sandbox/faults', fault);
      toast('Mended.');
    }
  } catch (refused) {
    toast(refused.message, 'bad');
  }
  page.refresh();
}

async function mend(page) {
  try {
    await remove('/sandbox/faults');
    toast('Everything is mended.');
  } catch (refused) {
    toast(refused.message, 'bad');
  }
  page.refresh();
}

function mails(list) {
  return card('Mail', list.length ? h('ul.rows', list.slice().reverse().slice(0, 30).map((mail) => h('li', { key: mail.messageId }, h('details', h('summary.row', h('div.row-words', h('strong', mail.subject), h('span.faint', `to ${mail.to}`)), ago(mail.at)), h('div.action-more', h('p.mail', mail.text)))))) : h('p.faint.padded', 'No mail yet.'), { class: 'flush' });
}
