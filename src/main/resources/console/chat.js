// Slack's messages drawn as a chat: channels, messages, threads.

import { h } from './dom.js';
import { clockTime, text, utc } from './time.js';

const EMOJI = { calendar: '📅', handshake: '🤝', wave: '👋', white_check_mark: '✅', x: '❌', warning: '⚠️', bell: '🔔', tada: '🎉', rotating_light: '🚨', memo: '📝', email: '📧', moneybag: '💰', package: '📦', hourglass: '⌛' };

export function chat(messages) {
  if (!messages.length) return h('p.faint.padded', 'No message yet. The shipped flow posts two for each request.');
  const channels = new Map();
  messages.forEach((each) => channels.set(each.channelName, [...(channels.get(each.channelName) || []), each]));
  return h('div.chat', [...channels].map(([name, posted]) => h('section', { key: name }, h('h3.channel', h('span.faint', '# '), name), thread(posted))));
}

function thread(posted) {
  const replies = new Map();
  posted.filter((each) => each.threadTs && each.threadTs !== each.ts).forEach((each) => replies.set(each.threadTs, [...(replies.get(each.threadTs) || []), each]));
  const tops = posted.filter((each) => !each.threadTs || each.threadTs === each.ts);
  const orphans = [...replies].filter(([ts]) => !tops.some((each) => each.ts === ts)).flatMap(([, list]) => list);
  return [...tops, ...orphans].reverse().map((each) => h('article.message', { key: each.ts }, bubble(each),
    replies.has(each.ts) && !orphans.includes(each) ? h('div.replies', replies.get(each.ts).map((reply) => h('div', { key: reply.ts }, bubble(reply)))) : null));
}

function bubble(message) {
  return h('div.bubble', h('div.avatar', { 'aria-hidden': 'true' }, 'C'), h('div', h('div.author', h('b', 'Caravan'), h('time.faint', { datetime: message.at, title: `${text(message.at)} · ${utc(message.at)}` }, clockTime(message.at).slice(0, 5)),
    message.edited ? h('span.faint', '(edited)') : null), h('div.said', said(message.text ?? ''))));
}

/** Short codes as emoji, links as their words; never as anything that can be clicked. */
function said(words) {
  return String(words).replace(/:([a-z_]+):/g, (code, name) => EMOJI[name] || code)
    .replace(/<(?:mailto:)?([^|<>\s]+)\|([^<>]+)>/g, '$2').replace(/<(https?:[^<>\s]+)>/g, '$1')
    .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
