// Now: what comes in and goes out, what waits longest, whom Caravan speaks to, which routes are in force.

import { ALL, ROOT, find, get, part, post } from '../api.js';
import { figure } from '../charts.js';
import { ask } from '../dialogs.js';
import { h } from '../dom.js';
import { sendSample } from '../sample.js';
import { ago, at, sentence } from '../time.js';
import { button, card, count, definitionLink, drawing, empty, facts, flowLink, head, state } from '../words.js';

const WELCOME = `curl ${ROOT}/events \\
  -H 'Content-Type: application/json' -d '
  {"type": "schedule.requested", "subject": "ada@example.org",
   "data": {"requestId": "r-1", "email": "ada@example.org",
     "name": "Ada Lovelace", "amount": 120,
     "when": "2026-12-01T10:00:00Z"}}'`;

export default {
  title: 'Now',
  async load() {
    const [now, destinations, generations, flows, definitions] = await Promise.all([
      find('/now'), get('/destinations', ALL), get('/generations', ALL), get('/flows', { limit: 8 }), get('/definitions', ALL),
    ]);
    return { now, destinations: destinations.items, generations: generations.items, flows: flows.items, definitions: definitions.items };
  },
  view(data, page) {
    const { now, generations } = data;
    const inForce = now?.generation || generations.find((each) => each.state === 'applied');
    const refused = now ? now.refused : generations[0]?.state === 'refused' ? generations[0] : null;
    return [
      head('Now', 'Everything that this Caravan is doing.', sampleButton(data, page)),
      refused ? banner(refused) : null,
      now ? figures(now) : null,
      now?.oldestWaiting ? oldest(now.oldestWaiting) : null,
      h('div.columns', { key: 'columns' }, recent(data.flows, page), h('div.stack', destinations(data.destinations, page), generation(inForce))),
    ];
  },
};

function sampleButton(data, page) {
  const shipped = data.definitions.find((each) => each.name === 'schedule-request') || data.definitions[0];
  return shipped ? button('Send a sample event', () => sendSample(shipped.name, page), 'primary') : null;
}

function banner(refused) {
  return h('div.banner.is-bad', { key: 'refused', role: 'alert' },
    h('h2', 'An edit of the routes was refused'),
    h('p', 'Nothing has changed: the routes before it stay in force. Mend the file and save it. ', ago(refused.at)),
    h('ul', refused.errors.map((each) => h('li', h('code', `${each.file}${each.line ? `:${each.line}` : ''}`), ' ', each.message))));
}

function figures(now) {
  const tile = (name, number, link, kind) => h(`a.tile${number && kind ? `.is-${kind}` : ''}`, { key: name, href: link }, h('span.figure-name', name), h('span.figure-number', count(number)));
  return h('section.figures', { key: 'figures', 'aria-label': 'The last hour' },
    figure('Events accepted', now.rates, 'accepted', 'plain'), figure('Flows completed', now.rates, 'completed', 'good'),
    figure('Flows failed', now.rates, 'failed', 'bad'),
    h('div.tiles', { key: 'tiles' }, tile('Running', now.running, '#/flows?status=running', 'run'), tile('Waiting', now.waiting, '#/flows?status=running', ''),
      tile('Dead letters', now.deadLetters, '#/dead-letters', 'bad')));
}

function oldest(waiting) {
  return h('div.banner', { key: 'oldest' }, h('h2', 'Waiting longest: ', flowLink(waiting.flow, waiting.action)),
    h('p', sentence(waiting.waitingFor || 'it is not told for what'), ' · since ', ago(waiting.since)));
}

function recent(flows, page) {
  const content = flows.length === 0
    ? empty('No flow yet', 'An event starts one. Send the first, and watch it here:', WELCOME)
    : h('ul.rows', flows.map((flow) => h('li', { key: flow.id }, h('a.row', { href: `#/flows/${part(flow.id)}` },
      state(flow.status), h('span.row-name', flow.name), h('span.row-key', flow.key || ''), ago(flow.startedAt), drawing('right', 12)))));
  return card('Newest flows', content, { side: flows.length ? h('a', { href: '#/flows' }, 'All flows') : null, class: 'flush' });
}

function destinations(list, page) {
  if (!list.length) return null;
  return card('Destinations', h('ul.rows', list.map((each) => h('li.row', { key: each.name },
    h('div.row-words', h('strong', each.name), h('span.faint', told(each))),
    state(each.state === 'paused' ? 'paused' : each.closedUntil ? 'closed' : 'open'),
    button(each.state === 'paused' ? 'Resume' : 'Pause', () => pause(each, page), 'small')))), { class: 'flush' });
}

function told(each) {
  const parts = [];
  if (each.state === 'paused') parts.push('paused ', ago(each.since), ` by ${each.by}${each.note ? `: ${each.note}` : ''}`);
  else if (each.closedUntil) parts.push('the breaker is closed until ', at(each.closedUntil));
  if (each.budget !== undefined && each.budget !== null) parts.push(parts.length ? ' · ' : '', `budget ${typeof each.budget === 'object' ? Object.entries(each.budget).map(([name, value]) => `${name} ${value}`).join(', ') : each.budget}`);
  parts.push(parts.length ? ' · ' : '', each.waiting ? `${count(each.waiting)} actions wait` : 'nothing waits');
  return parts;
}

function pause(each, page) {
  const act = each.state === 'paused' ? 'resume' : 'pause';
  const path = `/destinations/${part(each.name)}/${act}`;
  ask({
    title: act === 'pause' ? `Pause ${each.name}?` : `Resume ${each.name}?`, act: act === 'pause' ? 'Pause' : 'Resume',
    words: act === 'pause' ? 'No action that needs it starts until you resume it. Everything waits and says why; nothing is lost.' : 'What waits for it goes on.',
    fields: [{ name: 'note', label: 'Note', hint: 'Why; everybody who waits reads it.' }],
    request: (given) => ['POST', path, given],
    run: async (given) => {
      await post(path, given);
      page.refresh();
      return act === 'pause' ? `${each.name} is paused.` : `${each.name} goes on.`;
    },
  });
}

function generation(inForce) {
  if (!inForce) return null;
  return card('Routes in force', h('div', facts([
    ['Generation', h('code', inForce.id)], ['Since', ago(inForce.at)], ['Files', `${inForce.files?.length ?? '–'}`],
  ]), (inForce.notes || []).map((note) => h('p.note', note))), { side: h('a', { href: '#/definitions' }, 'Definitions') });
}
