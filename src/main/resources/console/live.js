// What changes, as it changes: server-sent events, read with fetch so that the token goes in a header; polling where there are none.

import { Problem, send } from './api.js';

const POLL = 2_000;
const SILENCE = 25_000;
const LONGEST_PAUSE = 10_000;

/** Tells `changed(what)` after each change (null: not known what) and `state(word)`: live, polling or stale. */
export class Live {
  constructor(changed, state, unknown) {
    this.changed = changed;
    this.state = (word) => { this.word = word; state(word); };
    this.word = 'connecting';
    this.unknown = unknown;
    this.running = false;
  }

  start() {
    if (this.running) return;
    this.running = true;
    this.follow();
  }

  stop() {
    this.running = false;
    this.abort?.abort();
  }

  async follow() {
    let pause = 500;
    while (this.running) {
      try {
        await this.listen(() => { pause = 500; });
      } catch (failed) {
        if (failed instanceof Problem && failed.status === 404) {
          await this.poll();
          return;
        }
        if (failed.status === 401 || failed.status === 403) {
          this.stop();
          this.unknown(failed);
          return;
        }
      }
      if (!this.running) return;
      this.state('stale');
      await sleep(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  async listen(begun) {
    this.abort = new AbortController();
    let silence;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => this.abort.abort(), SILENCE);
    };
    try {
      heard();
      const response = await send('GET', '/live', undefined, { signal: this.abort.signal, headers: { Accept: 'text/event-stream' } });
      begun();
      this.state('live');
      this.changed(null);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        heard();
        const events = (rest + value.replaceAll('\r\n', '\n')).split('\n\n');
        rest = events.pop();
        events.forEach((each) => this.take(each));
      }
    } finally {
      clearTimeout(silence);
    }
  }

  take(text) {
    const data = text.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trimStart()).join('\n');
    if (!data) return;
    try {
      this.changed(JSON.parse(data));
    } catch {
      this.changed(null);
    }
  }

  async poll() {
    this.state('polling');
    while (this.running) {
      await sleep(POLL);
      if (this.running) this.changed(null);
    }
  }
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
