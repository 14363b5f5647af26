// Every kind of object, in every state that can be reached, held against the library's own type definitions.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { populate } from '../life.js';
import { Simulator } from '../simulator.js';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));

let sim;
before(async () => {
  sim = await Simulator.start();
});
after(() => sim.stop());

// The library of each version that is simulated.
const LIBRARIES = [['stripe', '2026-10-28.endive'], ['stripe-2026-09-30', '2026-09-30.endive']];

const KINDS = {
  customers: 'Customer',
  products: 'Product',
  prices: 'Price',
  payment_methods: 'PaymentMethod',
  subscriptions: 'Subscription',
  subscription_schedules: 'SubscriptionSchedule',
  invoices: 'Invoice',
  charges: 'Charge',
  credit_notes: 'CreditNote',
  customer_balance_transactions: 'CustomerBalanceTransaction',
  disputes: 'Dispute',
  invoice_payments: 'InvoicePayment',
  payment_intents: 'PaymentIntent',
  refunds: 'Refund',
  meters: 'Billing.Meter',
  meter_events: 'Billing.MeterEvent',
  coupons: 'Coupon',
  promotion_codes: 'PromotionCode',
  discounts: 'Discount',
  entitlement_features: 'Entitlements.Feature',
  product_features: 'ProductFeature',
  active_entitlements: 'Entitlements.ActiveEntitlement',
  tax_rates: 'TaxRate',
  tax_ids: 'TaxId',
  billing_portal_configurations: 'BillingPortal.Configuration',
  billing_portal_sessions: 'BillingPortal.Session',
  checkout_sessions: 'Checkout.Session',
  webhook_endpoints: 'WebhookEndpoint',
};

// Left out of objects, or in no list of everything: what is answered at an address, and the type of it or of its
// `data`.
const ASKED = [
  ['customers?limit=100&expand[]=data.sources&expand[]=data.tax_ids&expand[]=data.subscriptions', 'Customer'],
  ['prices?limit=100&expand[]=data.tiers&expand[]=data.currency_options', 'Price'],
  ['coupons?expand[]=data.applies_to', 'Coupon'],
  ['charges?limit=100&expand[]=data.refunds', 'Charge'],
  ['invoices?limit=100&expand[]=data.payments&expand[]=data.discounts', 'Invoice'],
  ['subscriptions?limit=100&expand[]=data.discounts&expand[]=data.latest_invoice', 'Subscription'],
  ['tax/settings', 'Tax.Settings'],
];

// Objects of their own within the library, which it makes from the strings on the wire.
const isDecimal = (key) => key.endsWith('_decimal');

// Sent by Stripe and not typed by this library: of lists, and of subscriptions as they were before they had items.
const isUntyped = (key, kind) => key === 'total_count' || (kind === 'subscription' && /^(plan|quantity)$/.test(key));

// Of a hash that changed, an event tells the changed fields only; the library has a type for the whole.
const isPart = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const previous = (attributes, kind) => {
  const fields = Object.entries(attributes).filter(([key]) => !isUntyped(key, kind));
  return `{ ${fields.map(([key, old]) => `${key}: ${isPart(old) ? 'null as never' : literal(old)}`).join(', ')} }`;
};

function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.entries(value).filter(([key]) => !isUntyped(key, value.object)).map(([key, field]) => {
    if (key === 'previous_attributes') return `${key}: ${previous(field, value.object.object)}`;
    return `${JSON.stringify(key)}: ${isDecimal(key) ? 'null as never' : literal(field)}`;
  });
  return `{ ${fields.join(', ')} }`;
}

// One event of each type is checked; these are not to be missing among them.
const TOLD = [
  'billing.meter.created', 'billing.meter.deactivated', 'billing.meter.reactivated', 'billing.meter.updated',
  'charge.dispute.closed', 'charge.dispute.created', 'charge.dispute.funds_reinstated',
  'charge.dispute.funds_withdrawn', 'charge.dispute.updated', 'charge.refund.updated', 'charge.refunded',
  'coupon.created', 'coupon.deleted', 'coupon.updated', 'credit_note.created', 'credit_note.updated',
  'credit_note.voided', 'customer.discount.created', 'customer.discount.deleted', 'customer.source.created',
  'customer.source.deleted', 'customer.subscription.paused', 'customer.subscription.pending_update_applied',
  'customer.subscription.pending_update_expired', 'customer.subscription.resumed', 'customer.tax_id.created',
  'customer.tax_id.deleted', 'entitlements.active_entitlement_summary.updated', 'promotion_code.created', 'promotion_code.updated', 'refund.created', 'refund.failed',
  'refund.updated', 'tax.settings.updated', 'tax_rate.created', 'tax_rate.updated',
];

test('the library\'s types are those of what is answered', async () => {
  await populate(sim);
  const state = await sim.control('state');
  const statuses = new Set(state.subscriptions.map(({ status }) => status));
  for (const status of [
    'active', 'canceled', 'incomplete', 'incomplete_expired', 'past_due', 'paused', 'trialing', 'unpaid',
  ]) {
    assert.ok(statuses.has(status), `no subscription is ${status}`);
  }
  const planned = new Set(state.subscription_schedules.map(({ status }) => status));
  assert.deepEqual([...planned].sort(), ['active', 'canceled', 'completed', 'not_started', 'released']);
  const folder = await mkdtemp(`${FOLDER}dump-`);
  try {
    for (const [library, version] of LIBRARIES) {
      const dumped = await sim.control(`state?version=${version}`);
      const lines = [...literals(library, dumped), ...await asked(version)];
      await writeFile(`${folder}/${library}.ts`, lines.join('\n'));
    }
    const flags = ['--strict', '--noEmit', '--skipLibCheck', '--target', 'es2022', '--module', 'nodenext'];
    const files = LIBRARIES.map(([library]) => `${folder}/${library}.ts`);
    const options = ['tsc', ...flags, '--pretty', 'false', '--types', 'node', ...files];
    const { stdout } = await promisify(execFile)('npx', options, { cwd: FOLDER }).catch((error) => error);
    assert.equal(stdout, '');
  } finally {
    await rm(folder, { recursive: true });
  }
});

// A program that gives every object, and one event of every type, the library's own type.
function literals(library, state) {
  const lines = [`import Stripe from '${library}';`];
  for (const [name, type] of Object.entries(KINDS)) {
    assert.ok(state[name].length > 0, `there are no ${name}`);
    for (const object of state[name]) {
      lines.push(`{ const it: Stripe.${object.deleted ? `Deleted${type}` : type} = ${literal(object)}; void it; }`);
    }
  }
  const seen = new Set();
  for (const event of state.events.filter(({ type }) => !seen.has(type) && seen.add(type))) {
    const type = `Extract<Stripe.Event, { type: ${JSON.stringify(event.type)} }>`;
    lines.push(`{ const it: ${type} = ${literal(event)}; void it; }`);
  }
  assert.deepEqual(TOLD.filter((type) => !seen.has(type)), []);
  return lines;
}

async function asked(version) {
  const headers = { authorization: 'Bearer sk_test_conformance', 'stripe-version': version };
  const answers = await Promise.all(ASKED.map(async ([path, type]) => {
    const answer = await (await fetch(`${sim.url}v1/${path}`, { headers })).json();
    assert.equal(answer.error, undefined, path);
    return (answer.data ?? [answer]).map((it) => `{ const it: Stripe.${type} = ${literal(it)}; void it; }`);
  }));
  return answers.flat();
}
