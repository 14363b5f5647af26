// Pages, and objects in the place of ids.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Simulator } from '../simulator.js';

let sim, stripe;
before(async () => {
  sim = await Simulator.start();
  stripe = sim.stripe;
});
after(() => sim.stop());

test('a list is walked from page to page, in both directions', async () => {
  const made = [];
  for (let number = 0; number < 25; number += 1) made.push((await stripe.customers.create({ name: `${number}` })).id);
  const newestFirst = [];
  for await (const { id } of stripe.customers.list({ limit: 10 })) newestFirst.push(id);
  assert.deepEqual(newestFirst, made.toReversed());
  const some = await stripe.customers.list({ limit: 7 }).autoPagingToArray({ limit: 15 });
  assert.equal(some.length, 15);
  const backwards = [];
  for await (const { id } of stripe.customers.list({ limit: 4, ending_before: made[0] })) backwards.push(id);
  assert.deepEqual(backwards, made.slice(1));
});

test('objects are put in the place of ids', async () => {
  const { id } = await sim.subscribed();
  const expand = ['customer', 'latest_invoice', 'items.data.price.product', 'customer.invoice_settings.default_payment_method'];
  const subscription = await stripe.subscriptions.retrieve(id, { expand });
  assert.equal(subscription.customer.invoice_settings.default_payment_method.card.last4, '4242');
  assert.equal(subscription.latest_invoice.status, 'paid');
  assert.equal(subscription.items.data[0].price.product.name, 'Pro');
  const list = await stripe.subscriptions.list({ expand: ['data.latest_invoice.customer'] });
  assert.equal(list.data[0].latest_invoice.customer.name, 'Ada');
  await assert.rejects(stripe.subscriptions.retrieve(id, { expand: ['status'] }), { type: 'StripeInvalidRequestError' });
});

test('errors are the ones the library knows', async () => {
  await assert.rejects(stripe.customers.retrieve('cus_none'), {
    type: 'StripeInvalidRequestError',
    statusCode: 404,
    code: 'resource_missing',
    param: 'id',
    message: "No such customer: 'cus_none'",
  });
  await assert.rejects(stripe.customers.create({ nmae: 'x' }), { code: 'parameter_unknown', param: 'nmae' });
  await assert.rejects(stripe.issuing.cards.list(), { statusCode: 501, code: 'not_simulated' });
  const { requestId } = await stripe.customers.retrieve('cus_none').catch((error) => error);
  assert.match(requestId, /^req_/);
});
