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

const SCENES = [
  'nothing', 'trialing', 'trialing_with_card', 'active', 'canceling', 'past_due', 'unpaid', 'incomplete',
  'incomplete_expired', 'paused', 'collection_paused', 'change_scheduled', 'canceled_early', 'ended', 'several',
  'card_expiring', 'deleted', 'discounted', 'taxed', 'metered', 'paused_by_request', 'paused_by_stripe',
  'paused_after_retries', 'paused_at_first_payment', 'update_pending', 'end_scheduled', 'item_scheduled',
  'begin_scheduled', 'refunded', 'credited', 'disputed', 'in_credit', 'first_debit_processing', 'debit_processing',
  'debit_failed', 'wallet_card', 'paypal', 'link', 'legacy_source',
];

// One event of each type is checked; these are not to be missing among them.
const TOLD = [
  'billing.meter.created', 'billing.meter.deactivated', 'billing.meter.reactivated', 'billing.meter.updated',
  'charge.dispute.closed', 'charge.dispute.created', 'charge.dispute.funds_reinstated',
  'charge.dispute.funds_withdrawn', 'charge.dispute.updated', 'charge.refund.updated', 'charge.refunded',
  'coupon.created', 'coupon.deleted', 'coupon.updated', 'credit_note.created', 'credit_note.updated',
  'credit_note.voided', 'customer.discount.created', 'customer.discount.deleted', 'customer.source.created',
  'customer.source.deleted', 'customer.subscription.paused', 'customer.subscription.pending_update_applied',
  'customer.subscription.pending_update_expired', 'customer.subscription.resumed', 'customer.tax_id.created',
  'customer.tax_id.deleted', 'promotion_code.created', 'promotion_code.updated', 'refund.created', 'refund.failed',
  'refund.updated', 'tax.settings.updated', 'tax_rate.created', 'tax_rate.updated',
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
  const both = [{ price: metered.id }, { price: tiered.id, quantity: 2 }];
  await stripe.subscriptions.create({ customer: user.id, items: both });
  const payload = { stripe_customer_id: user.id, value: '9' };
  await stripe.billing.meterEvents.create({ event_name: 'calls', payload });
  await stripe.billing.meters.update(meter.id, { display_name: 'API calls' });
  await stripe.billing.meters.deactivate(meter.id);
  await stripe.billing.meters.reactivate(meter.id);
  const custom_unit_amount = { enabled: true };
  await stripe.prices.create({ currency: 'usd', custom_unit_amount, product_data: { name: 'Gift' } });
  const coupon = await stripe.coupons.create({ amount_off: 5, currency: 'usd', duration: 'once' });
  const promotion = { type: 'coupon', coupon: coupon.id };
  const code = await stripe.promotionCodes.create({ promotion });
  await sim.subscribed({ discounts: [{ promotion_code: code.id }] });
  await stripe.promotionCodes.update(code.id, { active: false });
  await stripe.coupons.update(coupon.id, { name: 'Five' });
  await stripe.coupons.del((await stripe.coupons.create({ percent_off: 5, duration: 'forever' })).id);
  const abroad = await stripe.customers.create({ address: { country: 'NO' }, payment_method: 'pm_card_visa' });
  const taxId = await stripe.customers.createTaxId(abroad.id, { type: 'no_vat', value: '123456789MVA' });
  await stripe.customers.deleteTaxId(abroad.id, taxId.id);
  await stripe.customers.createTaxId(abroad.id, { type: 'eu_vat', value: 'DE123456789' });
  const rate = await stripe.taxRates.create({ display_name: 'VAT', percentage: 19, inclusive: true });
  await stripe.taxRates.update(rate.id, { description: 'Tax' });
  await stripe.tax.settings.update({ defaults: { tax_behavior: 'exclusive' } });
  await moneyBack();
  const sold = await sim.price();
  await stripe.subscriptions.create({
    customer: abroad.id,
    items: [{ price: sold.id }],
    automatic_tax: { enabled: true },
    payment_behavior: 'default_incomplete',
  });
  await sim.subscribed({ collection_method: 'send_invoice', days_until_due: 3 });
  await sim.subscribed({ pause_collection: { behavior: 'void' } });
  const rested = await sim.subscribed();
  await stripe.subscriptions.pause(rested.id, {});
  await stripe.subscriptions.resume(rested.id);
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
      subscription_pause: {
        enabled: true,
        duration: { type: 'interval_options', interval_options: [{ interval: 'month', interval_count: 2 }] },
      },
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
    { type: 'subscription_pause', subscription_pause: { subscription } },
    { type: 'subscription_update', subscription_update: { subscription } },
    {
      type: 'subscription_update_confirm',
      subscription_update_confirm: { subscription, items: [{ id: items.data[0].id, quantity: 2 }] },
      after_completion: { type: 'redirect', redirect: { return_url: 'https://example.com/' } },
    },
  ]) {
    await stripe.billingPortal.sessions.create({ customer, configuration: configuration.id, flow_data: flow });
  }
  await stripe.billingPortal.sessions.create({ customer, after_expiration: { type: 'customer_login' } });
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

// Refunds of every kind, credit notes, disputes of every end, changes that wait, sources.
async function moneyBack() {
  const { stripe } = sim;
  const paid = async (token) => {
    const customer = await stripe.customers.create({
      payment_method: token, invoice_settings: { default_payment_method: token },
    });
    const price = await sim.price();
    const bought = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
    const [charge] = (await stripe.charges.list({ customer: customer.id })).data;
    return { bought, charge, customer: customer.id };
  };
  for (const token of ['pm_card_visa', 'pm_card_pendingRefund', 'pm_card_refundFail']) {
    const { charge } = await paid(token);
    await stripe.refunds.create({ charge: charge.id, amount: 100, reason: 'requested_by_customer' });
  }
  for (const text of ['winning_evidence', 'losing_evidence', undefined]) {
    const { charge } = await paid('pm_card_createDispute');
    const [dispute] = (await stripe.disputes.list({ charge: charge.id })).data;
    if (text) await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: text } });
  }
  const { bought } = await paid('pm_card_visa');
  const note = await stripe.creditNotes.create({ invoice: bought.latest_invoice, amount: 200, credit_amount: 200 });
  await stripe.creditNotes.update(note.id, { memo: 'Sorry' });
  const open = (await sim.subscribed({ payment_behavior: 'default_incomplete' })).latest_invoice;
  await stripe.creditNotes.voidCreditNote((await stripe.creditNotes.create({ invoice: open, amount: 200 })).id);
  for (const act of ['pay', 'voidInvoice']) {
    const { id, customer, items } = await sim.subscribed();
    const failing = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer });
    await stripe.subscriptions.update(id, { default_payment_method: failing.id });
    const waiting = await stripe.subscriptions.update(id, {
      items: [{ id: items.data[0].id, quantity: 5 }],
      payment_behavior: 'pending_if_incomplete', proration_behavior: 'always_invoice',
    });
    assert.notEqual(waiting.pending_update, null);
    const good = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    await stripe.subscriptions.update(id, { default_payment_method: good.id });
    await stripe.invoices[act](waiting.latest_invoice);
  }
  const { customer } = await paid('pm_card_visa');
  for (const token of ['tok_visa', 'tok_mastercard']) await stripe.customers.createSource(customer, { source: token });
  const [first] = (await stripe.customers.listSources(customer)).data;
  await stripe.customers.deleteSource(customer, first.id);
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
