// The console: finds the page that the address names, keeps it up to date, and takes the keyboard.

import { ALL, Problem, find, get, part, token } from './api.js';
import { h, patch } from './dom.js';
import { help, shortcuts } from './keyboard.js';
import { Live } from './live.js';
import { login } from './pages/login.js';
import now from './pages/now.js';
import flows from './pages/flows.js';
import flow from './pages/flow.js';
import deadLetters from './pages/dead-letters.js';
import definitions from './pages/definitions.js';
import definition from './pages/definition.js';
import events from './pages/events.js';
import event from './pages/event.js';
import sandbox from './pages/sandbox.js';
import { clockTime, keepTelling } from './time.js';
import { button, count, drawing } from './words.js';

const ROUTES = [
  [/^now$/, now], [/^flows$/, flows], [/^flows\/(?<id>[^/]+)$/, flow], [/^dead-letters$/, deadLetters], [/^definitions$/, definitions],
  [/^definitions\/(?<name>[^/]+)$/, definition], [/^events$/, events], [/^events\/(?<id>[^/]+)$/, event], [/^sandbox$/, sandbox],
];
const NAV = [['now', 'Now'], ['flows', 'Flows'], ['dead-letters', 'Dead letters'], ['definitions', 'Definitions'], ['events', 'Events'], ['sandbox', 'Sandbox']];
const PACE = 400;
const RATHER_SOON = 1_000;
const SLOWLY = 15_000;
const AGAIN = 2_000;
const main = document.getElementById('main');

let page = null;
let dead = 0;
let liveness = 'connecting';
let since = Date.now();
let busy = false;
let wanted = false;
let refreshed = 0;
let loads = 0;

function opened() {
  const [path, search = ''] = (location.hash.replace(/^#\/?/, '') || 'now').split('?');
  for (const [pattern, content] of ROUTES) {
    const match = path.match(pattern);
    if (match) {
      const params = Object.fromEntries(Object.entries(match.groups || {}).map(([name, value]) => [name, decodeURIComponent(value)]));
      return { content, path, params, query: Object.fromEntries(new URLSearchParams(search)) };
    }
  }
  return { content: nowhere, path, params: {}, query: {} };
}

const nowhere = { title: 'Nothing here', load: async () => ({}), view: () => [h('h1', 'Nothing here'), h('p', 'No page has this address. ', h('a', { href: '#/now' }, 'To the start'))] };

/** Shows the page that the address names. */
async function open() {
  const next = opened();
  if (page && page.path === next.path) {
    page.query = next.query;
  } else {
    page = { ...next, state: {}, refresh: () => load(page), go: (address) => { location.hash = address; } };
    window.scrollTo(0, 0);
  }
  document.title = `${page.params.id || page.params.name || page.content.title} · Caravan`;
  drawNav();
  await load(page);
}

/** What was asked last is shown: an answer that comes behind it is older, whatever it says. */
async function load(asked) {
  const number = ++loads;
  busy = true;
  wanted = false;
  refreshed = Date.now();
  try {
    const data = await asked.content.load(asked);
    if (number !== loads) return;
    patch(main, [h('div.page', { key: asked.path, class: `page-${asked.path.split('/')[0]}` }, asked.content.view(data, asked))]);
    asked.shown = true;
    since = Date.now();
    untold(asked.content.changesAt?.(data));
    tell(live.word);
    live.start();
  } catch (refused) {
    if (number === loads) refuse(refused, asked);
  } finally {
    if (number === loads) {
      busy = false;
      if (wanted) later();
    }
  }
}

/** Looks again when something changes that nobody tells: an attempt begins when it is due. */
function untold(time) {
  clearTimeout(later.due);
  if (time) later.due = setTimeout(later, Math.min(Math.max(RATHER_SOON, time - Date.now()), SLOWLY));
}

function refuse(refused, asked) {
  if (refused.status === 401) {
    live.stop();
    patch(main, [login(token.get() ? refused.message : '', open)]);
    token.forget();
  } else if ((refused.status === 0 || refused.status === 503) && asked.shown) {
    tell('stale');
    setTimeout(later, AGAIN);
  } else if (refused instanceof Problem) {
    patch(main, [h('div.page', { key: 'refused' }, h('div.empty', h('h1', refused.title), h('p', refused.message), h('div.acts', button('Try again', open, 'primary'),
      token.get() ? button('Sign in as somebody else', signOut) : null)))]);
    asked.shown = false;
  } else {
    throw refused;
  }
}

function signOut() {
  token.forget();
  location.reload();
}

/** Not more often than once in a while, and not while nobody looks. */
function later() {
  wanted = true;
  if (busy || document.hidden || later.timer) return;
  later.timer = setTimeout(() => {
    later.timer = null;
    if (!busy && !document.hidden && page?.shown) load(page);
  }, Math.max(0, PACE - (Date.now() - refreshed)));
}

function changed(what) {
  if (what && typeof what.deadLetters === 'number') {
    dead = what.deadLetters;
    drawNav();
  } else if (liveness === 'polling') {
    countDead();
  }
  if (!what || !page?.content.concerns || page.content.concerns(what, page)) later();
}

async function countDead() {
  const groups = await find('/dead-letters/groups', ALL).catch(() => null);
  dead = groups ? groups.items.reduce((sum, each) => sum + each.count, 0) : dead;
  drawNav();
}

function tell(word) {
  if (word !== liveness) {
    liveness = word;
    drawFoot();
  }
  const stale = document.getElementById('stale');
  stale.hidden = word !== 'stale';
  document.body.classList.toggle('is-stale', word === 'stale');
  if (word === 'stale') stale.textContent = `This page is stale: Caravan does not answer. It shows how things stood at ${clockTime(since)}; trying again…`;
}

const live = new Live(changed, tell, (refused) => { if (page) refuse(refused, page); });

function drawNav() {
  const here = page?.path.split('/')[0];
  patch(document.getElementById('nav'), NAV.map(([path, word]) => h('a', { key: path, href: `#/${path}`, 'aria-current': here === path ? 'page' : null },
    drawing(path === 'dead-letters' ? 'dead' : path), h('span', word), path === 'dead-letters' && dead ? h('b.badge', { 'aria-label': `${dead} wait` }, count(dead)) : null)));
}

function drawFoot() {
  const words = { live: 'Live', polling: 'Live, every 2 s', stale: 'Stale', connecting: 'Connecting' };
  patch(document.getElementById('foot'), [
    h('span.live', { key: 'live', class: `is-${liveness}`, title: 'Whether this page follows what happens' }, h('i.dot'), words[liveness]),
    h('button.quiet.icon', { key: 'theme', type: 'button', title: 'Light or dark (t)', 'aria-label': 'Light or dark', on: { click: turnTheme } }, drawing('theme')),
    h('button.quiet.icon', { key: 'help', type: 'button', title: 'Keyboard (?)', 'aria-label': 'Keyboard', on: { click: help } }, drawing('help')),
    token.get() ? h('button.quiet.icon', { key: 'out', type: 'button', title: 'Forget the token', 'aria-label': 'Forget the token', on: { click: signOut } }, drawing('out')) : null,
  ]);
}

function turnTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  localStorage.setItem('caravan.theme', root.dataset.theme);
}

/** A whole flow id leads to its flow; anything else to the flows that it finds. */
async function search(event) {
  event.preventDefault();
  const text = event.target.elements.q.value.trim();
  if (!text) return;
  const found = await get('/flows', { q: text, limit: 2 }).catch(() => ({ items: [] }));
  location.hash = found.items.length === 1 ? `#/flows/${part(found.items[0].id)}` : `#/flows?q=${part(text)}`;
  event.target.reset();
}

document.getElementById('search').addEventListener('submit', search);
document.addEventListener('visibilitychange', () => { if (!document.hidden && wanted) later(); });
window.addEventListener('hashchange', open);
shortcuts(turnTheme);
drawFoot();
keepTelling();
setInterval(later, SLOWLY);
open();
countDead();
