// Keys, retries and everything that goes wrong between a client and its server.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Simulator } from '../simulator.js';

let sim;
before(async () => {
  sim = await Simulator.start();
});
after(() => sim.stop());

const fault = (answer, more = {}) => sim.control('faults', { path: '/v1/customers', answer, ...more });
const named = async (name) => (await sim.stripe.customers.list({ limit: 100 })).data.filter((it) => it.name === name);

test('a key has one effect and one answer', async () => {
  const once = () => sim.stripe.customers.create({ name: 'Once' }, { idempotencyKey: 'key-once' });
  const [first, second] = [await once(), await once()];
  assert.equal(second.id, first.id);
  assert.equal(second.lastResponse.headers['idempotent-replayed'], 'true');
  assert.equal((await named('Once')).length, 1);
  const other = sim.stripe.customers.create({ name: 'Other' }, { idempotencyKey: 'key-once' });
  await assert.rejects(other, { type: 'StripeIdempotencyError', statusCode: 400 });
});

test('a key that is in use is a conflict, and retried', async () => {
  const patient = sim.client({ maxNetworkRetries: 5 });
  await fault({ kind: 'delay', ms: 400 }, { stage: 'during' });
  const create = (client) => client.customers.create({ name: 'Twice' }, { idempotencyKey: 'key-busy' });
  const slow = create(sim.client({ maxNetworkRetries: 0 }));
  while (!(await sim.control('requests')).requests.some((it) => it.idempotency_key === 'key-busy'));
  await assert.rejects(create(sim.client({ maxNetworkRetries: 0 })), { statusCode: 409, code: 'idempotency_key_in_use' });
  assert.equal((await create(patient)).id, (await slow).id);
  assert.equal((await named('Twice')).length, 1);
});

for (const [name, answer, stage] of [
  ['429 that says so', { kind: 'error', status: 429, retry_after: 1, should_retry: true }, 'before'],
  ['500', { kind: 'error', status: 500 }, 'before'],
  ['503', { kind: 'error', status: 503 }, 'before'],
  ['gateway page', { kind: 'html', status: 502 }, 'before'],
  ['reset', { kind: 'reset' }, 'before'],
  ['lost answer', { kind: 'reset' }, 'after'],
]) {
  test(`a ${name} is got over, and nothing is done twice`, async () => {
    await fault(answer, { stage, calls: 2, method: 'POST' });
    await sim.client({ maxNetworkRetries: 3 }).customers.create({ name });
    assert.equal((await named(name)).length, 1);
  });
}

test('a 429 that is not retried is the error the library has for it', async () => {
  await fault({ kind: 'error', status: 429 }, { method: 'POST' });
  const create = sim.client({ maxNetworkRetries: 3 }).customers.create({ name: 'Too fast' });
  await assert.rejects(create, { type: 'StripeRateLimitError', statusCode: 429, code: 'rate_limit' });
});

test('a client that gives up says so', async () => {
  await fault({ kind: 'hang' }, { method: 'GET' });
  const hasty = sim.client({ timeout: 200, maxNetworkRetries: 0 });
  await assert.rejects(hasty.customers.list(), { type: 'StripeConnectionError' });
});

test('a wrong key is refused', async () => {
  const { hostname: host, port } = new URL(sim.url);
  const { default: Stripe } = await import('stripe');
  const live = new Stripe('sk_live_x', { host, port, protocol: 'http', telemetry: false });
  await assert.rejects(live.customers.list(), { type: 'StripeAuthenticationError', statusCode: 401 });
});
