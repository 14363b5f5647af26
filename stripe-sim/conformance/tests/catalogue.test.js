// What the simulator knows of Stripe without simulating it is what the library knows.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { FILES, FOLDER, expandables } from '../catalogue.js';
import { Simulator } from '../simulator.js';

let sim;
before(async () => {
  sim = await Simulator.start();
});
after(() => sim.stop());

for (const [name, lines] of Object.entries(FILES)) {
  test(`${name} is the library's`, () => {
    const kept = readFileSync(`${FOLDER}${name}`, 'utf8');
    assert.ok(kept === `${lines().join('\n')}\n`, `${name} is old: node catalogue.js writes it`);
  });
}

// A path for every field that a kind of object can have expanded, those within hashes included.
function paths(kind) {
  const table = expandables().find((table) => table.split('\n')[0] === kind).split('\n').slice(1);
  const open = [];
  return table.map((line) => {
    const indent = line.search(/\S/);
    open.splice(indent - 1);
    open.push(line.trim().split(' ')[0]);
    return open.join('.');
  }).filter((path) => path.split('.').length <= 4);
}

test('everything that can be expanded can be', async () => {
  const { stripe } = sim;
  const subscription = await sim.subscribed();
  const schedule = await stripe.subscriptionSchedules.create({ from_subscription: (await sim.subscribed()).id });
  const price = subscription.items.data[0].price;
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription', line_items: [{ price: price.id, quantity: 1 }], success_url: 'https://example.com/',
  });
  const [configuration] = (await stripe.billingPortal.configurations.list()).data;
  const [method] = (await stripe.paymentMethods.list({ customer: subscription.customer })).data;
  for (const [resource, kind, id] of [
    [stripe.customers, 'customer', subscription.customer],
    [stripe.products, 'product', price.product],
    [stripe.prices, 'price', price.id],
    [stripe.subscriptions, 'subscription', subscription.id],
    [stripe.subscriptionSchedules, 'subscription_schedule', schedule.id],
    [stripe.invoices, 'invoice', subscription.latest_invoice],
    [stripe.paymentMethods, 'payment_method', method.id],
    [stripe.checkout.sessions, 'checkout.session', session.id],
    [stripe.billingPortal.configurations, 'billing_portal.configuration', configuration.id],
  ]) {
    for (const path of paths(kind)) await resource.retrieve(id, { expand: [path] });
    const inList = paths(kind).slice(0, 20).map((path) => `data.${path}`);
    await resource.list({ limit: 3, expand: inList });
  }
});
