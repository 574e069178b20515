// Speaks to the sandbox as Slack's own client does, and tells as JSON what came back.
const { WebClient, LogLevel } = require('@slack/web-api');

const url = process.argv[2];
const options = { slackApiUrl: url, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, logLevel: LogLevel.ERROR };
const slack = new WebClient('xoxb-test', options);

async function refusal(call) {
  try {
    await call();
    return 'nothing was refused';
  } catch (error) {
    return { code: error.code, error: error.data && error.data.error, errors: error.data && error.data.errors, retryAfter: error.retryAfter };
  }
}

async function collected(method, args, field) {
  const found = [];
  let pages = 0;
  for await (const page of slack.paginate(method, args)) {
    pages++;
    found.push(...page[field]);
  }
  return { pages, found };
}

async function main() {
  const told = {};
  told.self = (await slack.auth.test()).bot_id;
  const made = await slack.conversations.create({ name: 'node-room' });
  const channel = made.channel.id;
  told.creator = made.channel.creator;
  told.taken = await refusal(() => slack.conversations.create({ name: 'node-room' }));
  told.specials = await refusal(() => slack.conversations.create({ name: 'Node Room!' }));
  await slack.conversations.create({ name: 'node-room-2' });
  const listed = await collected('conversations.list', { limit: 1, exclude_archived: false }, 'channels');
  told.listed = { pages: listed.pages, names: listed.found.map((each) => each.name).sort() };

  const metadata = { event_type: 'caravan_effect', event_payload: { effect_key: 'e & 1' } };
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: '*R&D* + 100% "quoted" 😀' } }];
  const posted = await slack.chat.postMessage({ channel, text: 'a & b = ü 😀', blocks, metadata });
  told.posted = { channel: posted.channel === channel, text: posted.message.text, block: posted.message.blocks[0].text.text };
  await slack.chat.postMessage({ channel, text: 'reply', thread_ts: posted.ts });
  await slack.chat.postMessage({ channel, text: 'loud', thread_ts: posted.ts, reply_broadcast: true });
  await slack.chat.postMessage({ channel, text: 'later' });
  const history = await collected('conversations.history', { channel, limit: 1, include_all_metadata: true }, 'messages');
  told.history = { pages: history.pages, texts: history.found.map((each) => each.text) };
  told.key = history.found[history.found.length - 1].metadata.event_payload.effect_key;
  const stripped = await slack.conversations.history({ channel, oldest: posted.ts, latest: posted.ts, inclusive: true });
  told.stripped = stripped.messages[0].metadata.event_payload === undefined;
  const replies = await collected('conversations.replies', { channel, ts: posted.ts, limit: 2 }, 'messages');
  told.replies = replies.found.map((each) => each.text);
  told.permalink = (await slack.chat.getPermalink({ channel, message_ts: posted.ts })).permalink;
  const updated = await slack.chat.update({ channel, ts: posted.ts, text: 'done' });
  told.updated = { ts: updated.ts === posted.ts, blocks: updated.message.blocks === undefined, metadata: updated.message.metadata };

  const user = (await slack.users.lookupByEmail({ email: 'ada+1@example.org' })).user;
  told.user = user.profile.email;
  told.nobody = await refusal(() => slack.users.lookupByEmail({ email: 'ada@example.invalid' }));
  told.invited = (await slack.conversations.invite({ channel, users: user.id })).ok;
  told.mixed = await refusal(() => slack.conversations.invite({ channel, users: `${user.id},nobody` }));
  told.joined = (await slack.conversations.join({ channel })).warning;

  told.noText = await refusal(() => slack.chat.postMessage({ channel }));
  told.noChannel = await refusal(() => slack.conversations.history({ channel: 'node-room' }));
  told.noMethod = await refusal(() => slack.apiCall('chat.postMassage', {}));
  told.noToken = await refusal(() => new WebClient('xoxb-invalid', options).auth.test());

  const limits = url.replace('/api/', '/limits');
  await fetch(limits, { method: 'POST', body: JSON.stringify({ limits: [{ method: 'chat.postMessage', per: 'channel', count: 1, seconds: 600 }] }) });
  await slack.chat.postMessage({ channel, text: 'in time' });
  told.limited = await refusal(() => slack.chat.postMessage({ channel, text: 'too early' }));
  console.log(JSON.stringify(told));
}

main().catch((error) => {
  console.log(error.stack);
  process.exit(1);
});
