// Deliveries, verified by the library that applications verify them with.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Listener, Simulator } from '../simulator.js';

let sim, listener;
before(async () => {
  listener = await Listener.start();
  const secrets = ['--webhook-secret', 'whsec_new', '--webhook-secret', 'whsec_old'];
  sim = await Simulator.start('--webhook-url', listener.url, ...secrets);
});
after(async () => {
  await sim.stop();
  listener.stop();
});

test('a delivery is verified by either secret while one is rotated', async () => {
  const customer = await sim.stripe.customers.create({ name: 'Zoë' });
  const { body, signature } = await listener.next();
  for (const secret of ['whsec_new', 'whsec_old']) {
    const event = sim.stripe.webhooks.constructEvent(body, signature, secret);
    assert.equal(event.type, 'customer.created');
    assert.equal(event.data.object.id, customer.id);
    assert.equal(event.data.object.name, 'Zoë');
  }
  assert.throws(() => sim.stripe.webhooks.constructEvent(body, signature, 'whsec_wrong'), {
    type: 'StripeSignatureVerificationError',
  });
  const forged = body.toString().replace('Zoë', 'Eve');
  assert.throws(() => sim.stripe.webhooks.constructEvent(forged, signature, 'whsec_new'));
});

test('an endpoint made over the API signs with the secret it was given', async () => {
  const own = await Listener.start();
  const enabled_events = ['customer.updated'];
  const { id, secret } = await sim.stripe.webhookEndpoints.create({ url: own.url, enabled_events });
  const customer = await sim.stripe.customers.create();
  await sim.stripe.customers.update(customer.id, { name: 'Grace' });
  const { body, signature } = await own.next();
  const event = sim.stripe.webhooks.constructEvent(body, signature, secret);
  assert.deepEqual(event.data.previous_attributes, { name: null });
  await sim.stripe.webhookEndpoints.del(id);
  own.stop();
});
