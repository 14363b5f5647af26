// Every kind of object, in every state that can be reached, held against the library's own type definitions.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
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
  tax_rates: 'TaxRate',
  tax_ids: 'TaxId',
  billing_portal_configurations: 'BillingPortal.Configuration',
  billing_portal_sessions: 'BillingPortal.Session',
  checkout_sessions: 'Checkout.Session',
  webhook_endpoints: 'WebhookEndpoint',
};

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

const SCENES = [
  'nothing', 'trialing', 'trialing_with_card', 'active', 'canceling', 'past_due', 'unpaid', 'incomplete',
  'incomplete_expired', 'paused', 'collection_paused', 'change_scheduled', 'canceled_early', 'ended', 'several',
  'card_expiring', 'deleted', 'discounted', 'taxed',
  'paused_by_request', 'paused_by_stripe', 'paused_after_retries', 'paused_at_first_payment', 'update_pending', 'end_scheduled', 'item_scheduled', 'begin_scheduled', 'refunded', 'credited', 'disputed', 'in_credit',
  'first_debit_processing', 'debit_processing', 'debit_failed', 'wallet_card', 'paypal', 'link', 'legacy_source',
];

async function live() {
  const { stripe } = sim;
  const day = 86_400;
  await sim.subscribed({ billing_mode: { type: 'classic' }, cancel_at_period_end: true });
  await sim.subscribed({ cancel_at: 'max_period_end' });
  const meter = await stripe.billing.meters.create({
    display_name: 'Calls', event_name: 'calls', default_aggregation: { formula: 'sum' },
  });
  const made = { currency: 'usd', recurring: { interval: 'month' }, product_data: { name: 'Calls' } };
  const metered = await stripe.prices.create({
    ...made, unit_amount_decimal: '0.5', recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
  });
  const tiered = await stripe.prices.create({
    ...made, billing_scheme: 'tiered', tiers_mode: 'volume', tiers: [{ up_to: 'inf', unit_amount: 700 }],
  });
  const user = await sim.customer();
  await stripe.subscriptions.create({ customer: user.id, items: [{ price: metered.id }, { price: tiered.id, quantity: 2 }] });
  await stripe.billing.meterEvents.create({ event_name: 'calls', payload: { stripe_customer_id: user.id, value: '9' } });
  await stripe.prices.create({ currency: 'usd', custom_unit_amount: { enabled: true }, product_data: { name: 'Gift' } });
  const coupon = await stripe.coupons.create({ amount_off: 5, currency: 'usd', duration: 'once' });
  const promotion = { type: 'coupon', coupon: coupon.id };
  const code = await stripe.promotionCodes.create({ promotion });
  await sim.subscribed({ discounts: [{ promotion_code: code.id }] });
  const abroad = await stripe.customers.create({ address: { country: 'NO' }, payment_method: 'pm_card_visa' });
  await stripe.customers.createTaxId(abroad.id, { type: 'no_vat', value: '123456789MVA' });
  const sold = await sim.price();
  await stripe.subscriptions.create({
    customer: abroad.id, items: [{ price: sold.id }], automatic_tax: { enabled: true }, payment_behavior: 'default_incomplete',
  });
  await sim.subscribed({ collection_method: 'send_invoice', days_until_due: 3 });
  await sim.subscribed({ pause_collection: { behavior: 'void' } });
  await sim.subscribed({ payment_behavior: 'default_incomplete' });
  await stripe.subscriptions.cancel((await sim.subscribed()).id, { prorate: true, invoice_now: true });
  for (const end_behavior of ['release', 'cancel']) {
    const made = await stripe.subscriptionSchedules.create({ from_subscription: (await sim.subscribed()).id });
    await stripe.subscriptionSchedules.update(made.id, { end_behavior });
  }
  const freed = await stripe.subscriptionSchedules.create({ from_subscription: (await sim.subscribed()).id });
  await stripe.subscriptionSchedules.release(freed.id);
  const dropped = await stripe.subscriptionSchedules.create({ from_subscription: (await sim.subscribed()).id });
  await stripe.subscriptionSchedules.cancel(dropped.id);
  const late = await sim.subscribed();
  const card = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: late.customer });
  await stripe.subscriptions.update(late.id, { default_payment_method: card.id });
  const poor = await stripe.customers.create({
    shipping: { name: 'Bo', address: { line1: 'Harbour 2' } },
    address: { city: 'Oslo' },
  });
  const price = await sim.price();
  await stripe.subscriptions.create({
    customer: poor.id,
    items: [{ price: price.id }],
    trial_period_days: 5,
    trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
  });
  const configuration = await stripe.billingPortal.configurations.create({
    features: {
      payment_method_update: { enabled: true },
      subscription_cancel: { enabled: true, cancellation_reason: { enabled: true, options: ['other', 'unused'] } },
      subscription_update: {
        enabled: true,
        default_allowed_updates: ['price', 'quantity'],
        products: [{ product: price.product, prices: [price.id] }],
        schedule_at_period_end: { conditions: [{ type: 'shortening_interval' }] },
      },
    },
  });
  const { id: subscription, customer, items } = await sim.subscribed();
  for (const flow of [
    { type: 'payment_method_update' },
    { type: 'subscription_cancel', subscription_cancel: { subscription } },
    { type: 'subscription_update', subscription_update: { subscription } },
    {
      type: 'subscription_update_confirm',
      subscription_update_confirm: { subscription, items: [{ id: items.data[0].id, quantity: 2 }] },
      after_completion: { type: 'redirect', redirect: { return_url: 'https://example.com/' } },
    },
  ]) {
    await stripe.billingPortal.sessions.create({ customer, configuration: configuration.id, flow_data: flow });
  }
  const selling = {
    mode: 'subscription',
    line_items: [{ price: price.id, quantity: 1 }],
    success_url: 'https://example.com/',
    customer_email: 'ada@example.com',
  };
  await stripe.checkout.sessions.create(selling);
  const { url } = await stripe.checkout.sessions.create(selling);
  const typed = new URLSearchParams({ number: '4242424242424242', expiry: '12/40', cvc: '123' });
  await fetch(url, { method: 'POST', redirect: 'manual', body: typed });
  await stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:9/', enabled_events: ['plan.created'] });
  await sim.control('clock', { advance: 40 * day });
  await stripe.customers.del(customer);
  await sim.control('clock', { advance: 20 * day });
  for (const scene of SCENES) {
    const { id } = await stripe.customers.create({ email: 'ada@example.com' });
    await sim.control('scenes', { customer: id, price: price.id, scene });
  }
}

test('the library\'s types are those of what is answered', async () => {
  await live();
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
      await writeFile(`${folder}/${library}.ts`, literals(library, dumped).join('\n'));
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
  assert.ok(seen.size > 20, [...seen].join(' '));
  return lines;
}
