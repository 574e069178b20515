// Speaks to the sandbox as a program of HubSpot's customers would; tells what came back as one JSON object.
const { Client } = require('@hubspot/api-client');

const hubspot = new Client({ accessToken: 'pat-test', basePath: process.argv[2], numberOfApiCallRetries: 0 });
const { crm } = hubspot;
const told = {};

async function refused(call) {
  try {
    await call();
    return 'not refused';
  } catch (e) {
    return { code: e.code, body: e.body };
  }
}

const key = (name) => ({
  name, label: name, type: 'string', fieldType: 'text', groupName: 'dealinformation', hasUniqueValue: true,
});
const row = (idProperty, id, properties) => ({ inputs: [{ idProperty, id, properties, objectWriteTraceId: 'row-1' }] });

async function main() {
  told.groups = (await crm.properties.groupsApi.getAll('deals')).results.map((group) => group.name);
  told.made = (await crm.properties.coreApi.create('deals', key('order_key'))).hasUniqueValue;
  told.madeAgain = await refused(() => crm.properties.coreApi.create('deals', key('order_key')));
  told.found = (await crm.properties.coreApi.getByName('deals', 'caravan_key')).hasUniqueValue;
  told.absent = await refused(() => crm.properties.coreApi.getByName('deals', 'nobody'));
  told.stages = (await crm.pipelines.pipelinesApi.getAll('deals')).results[0].stages.map((stage) => stage.id);

  const ada = row('email', 'Ada@example.org', { firstname: 'Ada' });
  told.contacts = [];
  for (let i = 0; i < 2; i++) {
    const { results } = await crm.contacts.batchApi.upsert(ada);
    told.contacts.push({ id: results[0].id, new: results[0]._new, trace: results[0].objectWriteTraceId });
  }
  told.taken = await refused(() => crm.contacts.basicApi.create({ properties: { email: 'ada@example.org' } }));
  told.patched = (await crm.contacts.basicApi.update(
    'ada@example.org', { properties: { lastname: 'Lovelace' } }, 'email')).properties.lastname;
  const read = await crm.contacts.batchApi.read({
    inputs: [{ id: 'ada@example.org' }, { id: 'no@example.org' }],
    idProperty: 'email', properties: ['lastname'], propertiesWithHistory: [],
  });
  told.read = { names: read.results.map((each) => each.properties.lastname), errors: read.numErrors };

  const contact = told.contacts[0].id;
  const deal = (await crm.deals.batchApi.upsert(
    row('order_key', 'o-1', { dealname: 'D', pipeline: 'default', dealstage: 'closedwon' }))).results[0].id;
  told.dealByKey = (await crm.deals.basicApi.getById('o-1', ['dealname'], undefined, undefined, false, 'order_key')).id
    === deal;
  told.wrongStage = await refused(() => crm.deals.basicApi.create({ properties: { dealname: 'x', dealstage: 'won' } }));
  told.takenKey = await refused(() => crm.deals.basicApi.create({ properties: { order_key: 'o-1' } }));
  const company = (await crm.companies.batchApi.upsert(
    row('caravan_key', 'example.org', { name: 'E', domain: 'example.org' }))).results[0].id;
  const note = (await crm.objects.batchApi.upsert(
    'notes', row('caravan_key', 'n-1', { hs_note_body: 'hi', hs_timestamp: '2026-12-01T10:00:00Z' }))).results[0].id;
  told.timeless = await refused(() => crm.objects.basicApi.create('notes', { properties: { hs_note_body: 'hi' } }));

  const v4 = crm.associations.v4.basicApi;
  for (let i = 0; i < 2; i++) {
    told.associated = (await v4.createDefault('deals', deal, 'contacts', contact)).status;
    told.labelled = (await v4.create('deals', deal, 'companies', company,
      [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 5 }])).labels.length;
    await v4.createDefault('notes', note, 'deals', deal);
  }
  told.wrongLabel = await refused(() => v4.create('deals', deal, 'companies', company,
    [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 6 }]));
  told.ofDeal = (await v4.getPage('deals', deal, 'companies')).results.map((each) => each.associationTypes
    .map((type) => type.typeId));
  told.notesOfDeal = (await v4.getPage('deals', deal, 'notes')).results.map((each) => String(each.toObjectId) === note);

  await fetch(process.argv[2] + '/limits', { method: 'POST', body: '{"perTenSeconds": 2}' });
  await crm.contacts.basicApi.getById(contact);
  await crm.contacts.basicApi.getById(contact);
  told.limited = await refused(() => crm.contacts.basicApi.getById(contact));
}

main().then(() => console.log(JSON.stringify(told)), (e) => {
  console.error(e);
  process.exit(1);
});
