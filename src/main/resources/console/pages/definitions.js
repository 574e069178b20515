// Definitions: every graph that the routes in force declare.

import { ALL, get, part } from '../api.js';
import { dag } from '../dag.js';
import { h } from '../dom.js';
import { count, empty, head } from '../words.js';

export default {
  title: 'Definitions',
  async load() {
    return { definitions: (await get('/definitions', ALL)).items };
  },
  view({ definitions }) {
    return [
      head('Definitions', `${count(definitions.length)} ${definitions.length === 1 ? 'graph' : 'graphs'}, written as Camel routes. Save a route file, and it is in force within two seconds.`),
      definitions.length ? h('div.gallery', { key: 'gallery' }, definitions.map(tile))
        : empty('No definition yet', 'Write a route that begins with flow:NAME into the folder of caravan.routes. What it may look like is checked by:', 'java -jar target/caravan.jar validate routes'),
    ];
  },
};

function tile(definition) {
  const actions = definition.actions.length;
  return h('a.card.definition', { key: definition.name, href: `#/definitions/${part(definition.name)}` },
    h('div.definition-head', h('h2', definition.name), h('span.faint', actions === 1 ? '1 action' : `${actions} actions`)),
    h('div.thumbnail', { 'aria-hidden': 'true' }, dag({ name: definition.name }, definition.actions, { scale: 0.7 })));
}
