// Every endpoint the README names, called by the official library.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { Simulator } from '../simulator.js';

let sim, stripe;
before(async () => {
  sim = await Simulator.start();
  stripe = sim.stripe;
});
after(() => sim.stop());

test('customers', async () => {
  const { id } = await stripe.customers.create({ name: 'Ada', metadata: { user: '7' }, address: { city: 'Oslo' } });
  const updated = await stripe.customers.update(id, { name: 'Grace', metadata: { user: '' }, phone: '1' });
  assert.deepEqual([updated.name, updated.metadata, updated.address.city], ['Grace', {}, 'Oslo']);
  assert.deepEqual(await stripe.customers.retrieve(id), updated);
  assert.equal((await stripe.customers.list({ email: 'nobody@example.com' })).data.length, 0);
  assert.equal((await stripe.customers.listPaymentMethods(id)).data.length, 0);
  assert.equal((await stripe.customers.del(id)).deleted, true);
  assert.equal((await stripe.customers.retrieve(id)).deleted, true);
});

test('products and prices', async () => {
  const product = await stripe.products.create({ name: 'Gold', default_price_data: { currency: 'usd', unit_amount: 5 } });
  assert.equal((await stripe.products.update(product.id, { description: 'Shiny' })).description, 'Shiny');
  assert.equal((await stripe.products.retrieve(product.id)).name, 'Gold');
  assert.equal((await stripe.products.list({ active: true, ids: [product.id] })).data.length, 1);
  const recurring = { interval: 'month' };
  const price = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 900, recurring });
  await stripe.prices.update(price.id, { lookup_key: 'gold' });
  assert.equal((await stripe.prices.retrieve(price.id)).lookup_key, 'gold');
  assert.equal((await stripe.prices.list({ lookup_keys: ['gold'] })).data[0].id, price.id);
});

test('entitlements', async () => {
  const feature = await stripe.entitlements.features.create({ lookup_key: 'sso', name: 'Single sign-on' });
  assert.equal((await stripe.entitlements.features.update(feature.id, { name: 'SSO' })).name, 'SSO');
  assert.equal((await stripe.entitlements.features.retrieve(feature.id)).lookup_key, 'sso');
  assert.equal((await stripe.entitlements.features.list({ lookup_key: 'sso' })).data[0].id, feature.id);
  const { customer, items } = await sim.subscribed();
  const { product } = items.data[0].price;
  const { id } = await stripe.products.createFeature(product, { entitlement_feature: feature.id });
  assert.equal((await stripe.products.retrieveFeature(product, id)).entitlement_feature.id, feature.id);
  assert.equal((await stripe.products.listFeatures(product)).data[0].id, id);
  const [active] = (await stripe.entitlements.activeEntitlements.list({ customer })).data;
  const expanded = await stripe.entitlements.activeEntitlements.retrieve(active.id, { expand: ['feature'] });
  assert.equal(expanded.feature.name, 'SSO');
  assert.equal((await stripe.products.deleteFeature(product, id)).deleted, true);
  assert.equal((await stripe.entitlements.activeEntitlements.list({ customer })).data.length, 0);
});

test('coupons and promotion codes', async () => {
  const coupon = await stripe.coupons.create({ percent_off: 20, duration: 'forever', name: 'Twenty' });
  assert.equal((await stripe.coupons.update(coupon.id, { metadata: { a: 'b' } })).metadata.a, 'b');
  assert.equal((await stripe.coupons.retrieve(coupon.id)).percent_off, 20);
  const promotion = { type: 'coupon', coupon: coupon.id };
  const code = await stripe.promotionCodes.create({ promotion, code: 'TWENTY' });
  assert.equal((await stripe.promotionCodes.list({ code: 'TWENTY' })).data[0].id, code.id);
  const { id, latest_invoice } = await sim.subscribed({ discounts: [{ promotion_code: code.id }] });
  assert.equal((await stripe.invoices.retrieve(latest_invoice)).total, 800);
  assert.equal((await stripe.subscriptions.deleteDiscount(id)).deleted, true);
  assert.equal((await stripe.promotionCodes.update(code.id, { active: false })).active, false);
  assert.equal((await stripe.promotionCodes.retrieve(code.id)).times_redeemed, 1);
  assert.equal((await stripe.coupons.list()).data.length, 1);
  assert.equal((await stripe.coupons.del(coupon.id)).deleted, true);
});

test('tax', async () => {
  const rate = await stripe.taxRates.create({ display_name: 'VAT', percentage: 19, inclusive: false });
  assert.equal((await stripe.taxRates.retrieve(rate.id)).percentage, 19);
  assert.equal((await stripe.taxRates.update(rate.id, { description: 'Tax' })).description, 'Tax');
  assert.equal((await stripe.taxRates.list()).data.length, 1);
  const { latest_invoice } = await sim.subscribed({ default_tax_rates: [rate.id] });
  assert.equal((await stripe.invoices.retrieve(latest_invoice)).total, 1190);
  const { id } = await stripe.customers.create({ address: { country: 'DE' } });
  const taxId = await stripe.customers.createTaxId(id, { type: 'eu_vat', value: 'DE123456789' });
  assert.equal((await stripe.customers.listTaxIds(id)).data[0].id, taxId.id);
  assert.equal((await stripe.customers.retrieveTaxId(id, taxId.id)).country, 'DE');
  assert.equal((await stripe.customers.deleteTaxId(id, taxId.id)).deleted, true);
  assert.equal((await stripe.tax.settings.retrieve()).status, 'active');
  const defaults = { tax_behavior: 'exclusive' };
  assert.equal((await stripe.tax.settings.update({ defaults })).defaults.tax_behavior, 'exclusive');
});

test('meters', async () => {
  const formula = { formula: 'sum' };
  const meter = await stripe.billing.meters.create({ display_name: 'Calls', event_name: 'calls', default_aggregation: formula });
  assert.equal((await stripe.billing.meters.update(meter.id, { display_name: 'API calls' })).display_name, 'API calls');
  assert.equal((await stripe.billing.meters.retrieve(meter.id)).event_name, 'calls');
  const { id } = await stripe.customers.create();
  const payload = { stripe_customer_id: id, value: '25' };
  const event = await stripe.billing.meterEvents.create({ event_name: 'calls', payload });
  const time = { start_time: event.timestamp - 60, end_time: event.timestamp + 60 };
  const { data } = await stripe.billing.meters.listEventSummaries(meter.id, { customer: id, ...time });
  assert.equal(data[0].aggregated_value, 25);
  assert.equal((await stripe.billing.meters.deactivate(meter.id)).status, 'inactive');
  assert.equal((await stripe.billing.meters.reactivate(meter.id)).status, 'active');
  assert.equal((await stripe.billing.meters.list()).data.length, 1);
});

test('payment methods', async () => {
  const { id: customer } = await stripe.customers.create();
  const method = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  assert.equal((await stripe.paymentMethods.retrieve(method.id)).card.last4, '4242');
  assert.equal((await stripe.paymentMethods.list({ customer, type: 'card' })).data.length, 1);
  const renewed = await stripe.paymentMethods.update(method.id, { card: { exp_month: 3, exp_year: 2040 } });
  assert.deepEqual([renewed.card.exp_month, renewed.card.exp_year], [3, 2040]);
  const made = await stripe.paymentMethods.create({ type: 'sepa_debit', sepa_debit: { iban: 'DE89370400440532013000' } });
  assert.equal(made.sepa_debit.last4, '3000');
  const source = await stripe.customers.createSource(customer, { source: 'tok_visa' });
  assert.equal((await stripe.customers.retrieveSource(customer, source.id)).last4, '4242');
  assert.equal((await stripe.customers.listSources(customer)).data.length, 1);
  assert.equal((await stripe.customers.deleteSource(customer, source.id)).deleted, true);
  assert.equal((await stripe.paymentMethods.detach(method.id)).customer, null);
  await assert.rejects(stripe.paymentMethods.attach('pm_card_chargeDeclined', { customer }), {
    type: 'StripeCardError',
    code: 'card_declined',
    decline_code: 'generic_decline',
  });
});

test('subscriptions and their items', async () => {
  const { id, customer, items } = await sim.subscribed();
  assert.equal((await stripe.subscriptions.retrieve(id)).status, 'active');
  assert.equal((await stripe.subscriptions.list({ customer, status: 'all' })).data.length, 1);
  assert.equal((await stripe.subscriptionItems.list({ subscription: id })).data[0].id, items.data[0].id);
  const updated = await stripe.subscriptions.update(id, { items: [{ id: items.data[0].id, quantity: 3 }] });
  assert.equal(updated.items.data[0].quantity, 3);
  const canceled = await stripe.subscriptions.cancel(id, { invoice_now: true, prorate: true });
  assert.equal(canceled.status, 'canceled');
});

test('a paused trial is resumed', async () => {
  const { id: customer } = await stripe.customers.create();
  const price = await sim.price();
  const { id } = await stripe.subscriptions.create({
    customer,
    items: [{ price: price.id }],
    trial_period_days: 1,
    trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
  });
  await sim.control('clock', { advance: 86_401 });
  assert.equal((await stripe.subscriptions.retrieve(id)).status, 'paused');
  const method = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  await stripe.subscriptions.update(id, { default_payment_method: method.id });
  const resumed = await stripe.subscriptions.resume(id, { payment_behavior: 'resume_on_payment_success' });
  assert.equal(resumed.status, 'active');
});

test('a subscription is paused', async () => {
  const { id } = await sim.subscribed();
  const paused = await stripe.subscriptions.pause(id, { bill_for: { unused_time_from: { type: 'none' } } });
  assert.equal(paused.status_details.paused.subscription.type, 'pause_requested');
  const again = await stripe.subscriptions.resume(id, { billing_cycle_anchor: { type: 'unchanged' } });
  assert.equal(again.status, 'active');
});

test('subscription items', async () => {
  const [{ id: subscription }, price] = [await sim.subscribed(), await sim.price(300, 'Addon')];
  const item = await stripe.subscriptionItems.create({ subscription, price: price.id });
  assert.equal((await stripe.subscriptionItems.update(item.id, { quantity: 4 })).quantity, 4);
  assert.equal((await stripe.subscriptionItems.retrieve(item.id)).price.id, price.id);
  assert.equal((await stripe.subscriptionItems.del(item.id)).deleted, true);
});

test('subscription schedules', async () => {
  const { id: from_subscription, customer } = await sim.subscribed();
  const made = await stripe.subscriptionSchedules.create({ from_subscription });
  const [{ start_date, end_date, items }] = made.phases;
  const other = await sim.price(500, 'Basic');
  const updated = await stripe.subscriptionSchedules.update(made.id, {
    end_behavior: 'release',
    phases: [
      { start_date, end_date, items: items.map(({ price, quantity }) => ({ price, quantity })) },
      { items: [{ price: other.id }], duration: { interval: 'month', interval_count: 1 } },
    ],
  });
  assert.equal(updated.phases[1].items[0].price, other.id);
  assert.deepEqual((await stripe.subscriptionSchedules.retrieve(made.id)).phases, updated.phases);
  assert.equal((await stripe.subscriptionSchedules.list({ customer })).data[0].id, made.id);
  const { schedule } = await stripe.subscriptions.retrieve(from_subscription, { expand: ['schedule'] });
  assert.equal(schedule.current_phase.end_date, end_date);
  assert.equal((await stripe.subscriptionSchedules.release(made.id)).released_subscription, from_subscription);
  const again = await stripe.subscriptionSchedules.create({ from_subscription });
  assert.equal((await stripe.subscriptionSchedules.cancel(again.id)).status, 'canceled');
});

test('invoices', async () => {
  const { id: subscription } = await sim.subscribed({ payment_behavior: 'default_incomplete' });
  const [open] = (await stripe.invoices.list({ subscription, status: 'open' })).data;
  assert.equal((await stripe.invoices.listLineItems(open.id)).data[0].amount, 1000);
  assert.equal((await stripe.invoices.pay(open.id)).status, 'paid');
  assert.equal((await stripe.invoices.retrieve(open.id)).amount_remaining, 0);
  assert.equal((await stripe.subscriptions.retrieve(subscription)).status, 'active');
  const preview = await stripe.invoices.createPreview({ subscription });
  assert.equal(preview.total, 1000);

  const latest = async (more) => (await sim.subscribed(more)).latest_invoice;
  const unpaid = { payment_behavior: 'default_incomplete' };
  assert.equal((await stripe.invoices.voidInvoice(await latest(unpaid))).status, 'void');
  assert.equal((await stripe.invoices.markUncollectible(await latest(unpaid))).status, 'uncollectible');
  const draft = await latest({ pause_collection: { behavior: 'keep_as_draft' } });
  assert.equal((await stripe.invoices.finalizeInvoice(draft)).status, 'open');
});

test('money back', async () => {
  const { latest_invoice: invoice, customer } = await sim.subscribed();
  const [payment] = (await stripe.invoicePayments.list({ invoice })).data;
  const { payment_intent } = (await stripe.invoicePayments.retrieve(payment.id)).payment;
  const intent = await stripe.paymentIntents.retrieve(payment_intent);
  assert.equal((await stripe.paymentIntents.list({ customer })).data[0].id, intent.id);
  assert.equal((await stripe.charges.retrieve(intent.latest_charge)).amount, 1000);
  assert.equal((await stripe.charges.list({ customer })).data.length, 1);
  const refund = await stripe.refunds.create({ payment_intent, amount: 100 });
  assert.equal((await stripe.refunds.update(refund.id, { metadata: { a: 'b' } })).metadata.a, 'b');
  assert.equal((await stripe.refunds.retrieve(refund.id)).amount, 100);
  assert.equal((await stripe.refunds.list({ payment_intent })).data.length, 1);
  assert.equal((await stripe.creditNotes.preview({ invoice, amount: 50, credit_amount: 50 })).total, 50);
  const note = await stripe.creditNotes.create({ invoice, amount: 50, credit_amount: 50 });
  assert.equal((await stripe.creditNotes.update(note.id, { memo: 'Sorry' })).memo, 'Sorry');
  assert.equal((await stripe.creditNotes.retrieve(note.id)).post_payment_amount, 50);
  assert.equal((await stripe.creditNotes.listLineItems(note.id)).data[0].amount, 50);
  assert.equal((await stripe.creditNotes.list({ invoice })).data.length, 1);
  const open = (await sim.subscribed({ payment_behavior: 'default_incomplete' })).latest_invoice;
  const less = await stripe.creditNotes.create({ invoice: open, amount: 10 });
  assert.equal((await stripe.creditNotes.voidCreditNote(less.id)).status, 'void');
  const move = await stripe.customers.createBalanceTransaction(customer, { amount: -7, currency: 'usd' });
  assert.equal((await stripe.customers.retrieveBalanceTransaction(customer, move.id)).ending_balance, -57);
  await stripe.customers.updateBalanceTransaction(customer, move.id, { description: 'x' });
  assert.equal((await stripe.customers.listBalanceTransactions(customer)).data.length, 2);
});

test('disputes', async () => {
  const card = 'pm_card_createDispute';
  for (const end of ['answer', 'close']) {
    const { id: customer } = await stripe.customers.create({
      payment_method: card, invoice_settings: { default_payment_method: card },
    });
    await stripe.subscriptions.create({ customer, items: [{ price: (await sim.price()).id }] });
    const [dispute] = (await stripe.disputes.list()).data;
    assert.equal((await stripe.disputes.retrieve(dispute.id)).status, 'needs_response');
    const evidence = { uncategorized_text: 'winning_evidence' };
    const done = end === 'close' ? stripe.disputes.close(dispute.id) : stripe.disputes.update(dispute.id, { evidence });
    assert.equal((await done).status, end === 'close' ? 'lost' : 'won');
  }
});

test('portal configurations and sessions', async () => {
  const { id: customer } = await sim.customer();
  const configuration = await stripe.billingPortal.configurations.create({
    business_profile: { headline: 'Hello' },
    features: {
      customer_update: { enabled: true, allowed_updates: ['email', 'address'] },
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
      subscription_cancel: { enabled: true, cancellation_reason: { enabled: true, options: ['unused'] } },
    },
  });
  assert.equal((await stripe.billingPortal.configurations.retrieve(configuration.id)).id, configuration.id);
  const updated = await stripe.billingPortal.configurations.update(configuration.id, { name: 'Mine' });
  assert.equal(updated.name, 'Mine');
  assert.equal((await stripe.billingPortal.configurations.list({ is_default: false })).data.length, 1);
  const session = await stripe.billingPortal.sessions.create({
    customer,
    configuration: configuration.id,
    return_url: 'https://example.com/account',
    flow_data: { type: 'payment_method_update', after_completion: { type: 'portal_homepage' } },
  });
  const page = await fetch(session.url);
  assert.match(await page.text(), /Update your payment method/);
});

test('checkout sessions', async () => {
  const price = await sim.price();
  const open = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: price.id, quantity: 1 }],
    success_url: 'https://example.com/?session_id={CHECKOUT_SESSION_ID}',
    customer_email: 'ada@example.com',
  });
  assert.equal((await stripe.checkout.sessions.listLineItems(open.id)).data[0].price.id, price.id);
  const paid = await fetch(open.url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ number: '4242424242424242', expiry: '12/40', cvc: '123' }),
  });
  assert.equal(paid.headers.get('location'), `https://example.com/?session_id=${open.id}`);
  const done = await stripe.checkout.sessions.retrieve(open.id, { expand: ['line_items', 'subscription'] });
  assert.deepEqual([done.status, done.subscription.status, done.line_items.data.length], ['complete', 'active', 1]);
  assert.equal((await stripe.checkout.sessions.list({ customer: done.customer })).data.length, 1);
  const other = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: price.id, quantity: 1 }],
    success_url: 'https://example.com/',
  });
  assert.equal((await stripe.checkout.sessions.expire(other.id)).status, 'expired');
});

test('events and webhook endpoints', async () => {
  const [event] = (await stripe.events.list({ type: 'invoice.paid', limit: 1 })).data;
  assert.deepEqual(await stripe.events.retrieve(event.id), event);
  const endpoint = await stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:9/', enabled_events: ['plan.created'] });
  assert.match(endpoint.secret, /^whsec_/);
  assert.equal((await stripe.webhookEndpoints.update(endpoint.id, { disabled: true })).status, 'disabled');
  assert.equal((await stripe.webhookEndpoints.retrieve(endpoint.id)).secret, undefined);
  assert.equal((await stripe.webhookEndpoints.list()).data.length, 1);
  assert.equal((await stripe.webhookEndpoints.del(endpoint.id)).deleted, true);
});

test('no endpoint of the README was left out', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const endpoints = [...readme.matchAll(/^\| `(GET|POST|DELETE) (\/v1\/\S+)` \|/gm)].map(([, ...endpoint]) => endpoint);
  const { requests } = await sim.control('requests');
  const patterns = endpoints.map(([method, path]) => [method, path, new RegExp(`^${path.replaceAll('{id}', '[^/]+')}$`)]);
  const missed = patterns.filter(([method, , path]) => !requests.some((it) => it.method === method && path.test(it.path)));
  assert.ok(endpoints.length > 40);
  assert.deepEqual(missed.map(([method, path]) => `${method} ${path}`), []);
});
