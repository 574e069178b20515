// HubSpot's records drawn as cards.

import { h } from './dom.js';
import { ago } from './time.js';
import { count } from './words.js';

const MOST = 30;

export function crm({ contacts, deals }) {
  if (!contacts.length && !deals.length) return h('p.faint.padded', 'No record yet. The shipped flow makes a contact and a deal for each request.');
  const names = new Map(contacts.map((each) => [each.id, nameOf(each)]));
  return h('div.crm', h('section', h('h3', `Deals ${count(deals.length)}`), newest(deals).map((each) => deal(each, names))),
    h('section', h('h3', `Contacts ${count(contacts.length)}`), newest(contacts).map(contact)));
}

function newest(records) {
  return records.slice(-MOST).reverse();
}

function nameOf({ properties }) {
  return [properties.firstname, properties.lastname].filter(Boolean).join(' ') || properties.email || 'Nameless';
}

function deal(record, names) {
  const { properties, associations } = record;
  const contacts = (associations || []).filter((each) => each.to === 'contacts').map((each) => names.get(each.id) || each.id);
  return h('article.record', { key: record.id }, h('div.record-name', properties.dealname || 'Nameless deal'),
    h('div.record-line', properties.amount ? h('b', properties.amount) : null, h('span.stage', properties.dealstage || '')), contacts.length ? h('div.faint', contacts.join(', ')) : null, written(record));
}

function contact(record) {
  const name = nameOf(record);
  return h('article.record', { key: record.id }, h('div.record-person', h('div.avatar.is-round', { 'aria-hidden': 'true' }, [...name][0].toUpperCase()), h('div', h('div.record-name', name), h('div.faint', record.properties.email || ''))), written(record));
}

function written(record) {
  return h('div.record-foot.faint', `#${record.id} · ${record.writes === 1 ? 'written once' : `written ${record.writes} times`} · `, ago(record.updatedAt));
}
