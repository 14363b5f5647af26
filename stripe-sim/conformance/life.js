// An account in which there is every kind of object, in every state that can be reached, and every event was told.

import assert from 'node:assert/strict';

export async function populate(sim) {
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
  for (const lookup_key of ['api', 'sso']) {
    const { id } = await stripe.entitlements.features.create({ lookup_key, name: lookup_key, metadata: { a: 'b' } });
    await stripe.products.createFeature(tiered.product, { entitlement_feature: id });
  }
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
  await moneyBack(sim);
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
  for (const scene of await sim.scenes()) {
    const { id } = await stripe.customers.create({ email: 'ada@example.com' });
    await sim.control('scenes', { customer: id, price: price.id, scene });
  }
}

// Refunds of every kind, credit notes, disputes of every end, changes that wait, sources.
async function moneyBack(sim) {
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
