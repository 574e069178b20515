// Moves flows that have not ended to the version in force, after a preview of which can and why the others must stay.

import { NOTE, byReason, follow, many } from './acts.js';
import { part, post } from './api.js';
import { ask } from './dialogs.js';
import { h } from './dom.js';
import { toast } from './toast.js';
import { count } from './words.js';

/** Flows that have not ended and have a version that is not in force any more. */
export const outdated = (definition) => (definition.versions || []).filter((each) => each.version !== definition.version)
  .reduce((sum, each) => sum + each.running + each.failed, 0);

export async function migrate(definition, refresh) {
  const path = `/definitions/${part(definition.name)}/migrate`;
  try {
    const preview = await post(path, { dryRun: true });
    ask({
      title: preview.moves ? `Move ${many(preview.moves, 'flow')} to version ${preview.version.slice(0, 8)}?` : 'No flow can move now',
      act: preview.moves ? `Move ${many(preview.moves, 'flow')}` : null,
      words: 'What has begun keeps its state and result; the rest goes on as this version has it.',
      fields: preview.moves ? [NOTE] : [], extra: staying(preview),
      request: (given) => ['POST', path, given],
      run: async (given) => {
        const begun = await post(path, given);
        follow(begun.at, 'Moved', refresh);
      },
    });
  } catch (refused) {
    toast(refused.message, 'bad');
    refresh();
  }
}

function staying({ items, stays, selected, moves }) {
  if (!stays) return h('p.preview', moves === 1 ? 'It can move.' : 'All of them can move.');
  return h('div.preview', h('p', `${count(stays)} of ${count(selected)} must stay for now:`), byReason(items.filter((each) => !each.moves)));
}
