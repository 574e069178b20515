// Caravan's own HTTP API, as anybody else would use it.

const KEY = 'caravan.token';

/** Where Caravan stands: this file is two folders below. */
export const ROOT = new URL('../../', import.meta.url).href.replace(/\/$/, '');

/** What the API refuses: status, title and detail of its problem. */
export class Problem extends Error {
  constructor(status, title, detail) {
    super(detail || title);
    this.status = status;
    this.title = title;
  }
}

/** The token lives as long as the tab and is sent in a header only: no other site can make the browser send it. */
export const token = {
  get: () => sessionStorage.getItem(KEY) || '',
  set: (text) => sessionStorage.setItem(KEY, text),
  forget: () => sessionStorage.removeItem(KEY),
};

export async function send(method, path, body, more = {}) {
  const headers = { Accept: 'application/json', ...more.headers };
  if (token.get()) headers.Authorization = `Bearer ${token.get()}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let response;
  try {
    const content = body === undefined ? undefined : JSON.stringify(body);
    response = await fetch(ROOT + path, { method, headers, body: content, signal: more.signal, cache: 'no-store', credentials: 'omit' });
  } catch (cause) {
    if (cause.name === 'AbortError') throw cause;
    throw new Problem(0, 'Caravan does not answer', 'Caravan cannot be reached; it may be starting again.');
  }
  if (!response.ok) throw await problem(response);
  return response;
}

async function problem(response) {
  const told = await response.json().catch(() => ({}));
  return new Problem(response.status, told.title || `HTTP ${response.status}`, told.detail || 'The answer says no more.');
}

async function read(response) {
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

export const get = async (path, query) => read(await send('GET', path + queryOf(query)));

/** As much of a list as there is at once. */
export const ALL = { limit: 1000 };

/** null where nothing is found. */
export async function find(path, query) {
  try {
    return await get(path, query);
  } catch (refused) {
    if (refused.status === 404) return null;
    throw refused;
  }
}

/** The answer's JSON; `at` is where it says that more will be told. */
export async function post(path, body) {
  const response = await send('POST', path, body);
  return { at: response.headers.get('Location'), ...(await read(response)) };
}

export const remove = (path) => send('DELETE', path);

export function queryOf(query) {
  const pairs = Object.entries(query || {}).filter(([, value]) => value !== '' && value !== null && value !== undefined);
  return pairs.length ? `?${new URLSearchParams(pairs)}` : '';
}

/** A part of a path. */
export const part = encodeURIComponent;

/** The same request for a shell; the token itself is never shown. */
export function curl(method, path, body) {
  const words = ['curl'];
  if (method !== 'GET') words.push('-X', method);
  words.push(quoted(ROOT + path));
  if (token.get()) words.push('-H', '"Authorization: Bearer $CARAVAN_TOKEN"');
  if (body !== undefined) words.push('-H', quoted('Content-Type: application/json'), '-d', quoted(JSON.stringify(body)));
  return words.join(' ');
}

function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
