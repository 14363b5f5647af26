// Writes what the simulator knows of Stripe without simulating it, from the library's type files:
// `node catalogue.js` after the library has a new version. A test holds the files against the library.

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { declared, endpoints, fieldsOf, meaning, objectName, resolve } from './types.js';

export const FOLDER = fileURLToPath(new URL('../src/catalogue/', import.meta.url));

// What companies that sell subscriptions have to do with. Of the rest the catalogue holds the addresses only.
const SOLD = new RegExp(`^/v[1]/(${[
  'billing/', 'billing_portal/', 'checkout/', 'coupons', 'credit_notes', 'charges', 'customers', 'disputes', 'entitlements/', 'events',
  'invoiceitems', 'invoice_payments', 'invoices', 'payment_intents', 'payment_methods', 'plans', 'prices', 'products',
  'promotion_codes', 'refunds', 'setup_intents', 'subscription_items', 'subscription_schedules', 'subscriptions',
  'tax/settings', 'tax_ids', 'tax_rates', 'test_helpers/test_clocks', 'webhook_endpoints',
].join('|')})`);

const MAX_DEPTH = 9;

const sorted = (lines) => [...new Set(lines)].sort();

// With the kind of object that is answered, in brackets where it is a list of them.
export function addresses() {
  return sorted(endpoints.map(({ method, path, answer, scope }) => {
    const { interfaces, isList } = meaning(answer ?? '', scope);
    const kinds = sorted(interfaces.map(objectName).filter(Boolean)).join('|');
    return `${method} ${path} ${isList ? `[${kinds}]` : kinds}`.trim();
  }));
}

// `name` of a text, `name=a|b` of a choice, `name` and deeper lines of a hash or of a list of them.
function parameters(full, indent, seen) {
  const lines = [];
  for (const { name, text, scope, hasAnyKey } of fieldsOf(full).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (indent === 1 && name === 'expand') continue;
    const { literals, interfaces, scalars } = meaning(text, scope);
    const words = literals.filter(Boolean);
    const isClosed = words.length > 0 && scalars.every((scalar) => scalar.startsWith('string &'));
    lines.push(`${' '.repeat(indent)}${name}${isClosed ? `=${words.join('|')}` : ''}`);
    if (hasAnyKey) lines.push(`${' '.repeat(indent + 1)}*`);
    for (const inner of interfaces.filter((inner) => !seen.includes(inner) && indent < MAX_DEPTH)) {
      if (/^(Metadata|MetadataParam)$/.test(inner)) lines.push(`${' '.repeat(indent + 1)}*`);
      else lines.push(...parameters(inner, indent + 1 + (hasAnyKey ? 1 : 0), [...seen, inner]));
    }
  }
  return lines;
}

export function parametersOfAll() {
  const known = endpoints.filter(({ path, params }) => SOLD.test(path) && params);
  const texts = known.map(({ method, path, params }) => [
    `${method} ${path}`, ...parameters(params, 1, [params]),
  ].join('\n'));
  return texts.sort();
}

// What is more than a value: `field kind|kind` where it holds ids or objects of these kinds, in brackets where those
// are the `data` of a list, and the fields of a hash beneath it.
function expandable(full, indent, seen, found) {
  const lines = [];
  for (const { name, text, scope } of fieldsOf(full).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { interfaces } = meaning(text, scope);
    const inner = interfaces.filter((it) => it !== 'Metadata' && !/(^|\.)Deleted\w+$/.test(it));
    if (inner.length === 0) continue;
    const kinds = inner.map(objectName).filter(Boolean);
    inner.filter(objectName).forEach((it) => found.add(it));
    const hashes = inner.filter((it) => !objectName(it) && !seen.includes(it));
    const named = sorted(kinds).join('|');
    lines.push(`${' '.repeat(indent)}${name} ${text.includes('ApiList<') ? `[${named}]` : named}`.trimEnd());
    for (const hash of hashes) lines.push(...expandable(hash, indent + 1, [...seen, hash], found));
  }
  return lines;
}

const SOLD_OBJECTS = [
  'BillingPortal.Configuration', 'BillingPortal.Session', 'Charge', 'Checkout.Session', 'CreditNote', 'Customer',
  'Dispute', 'EventBase', 'Invoice', 'InvoiceItem', 'InvoicePayment', 'PaymentIntent', 'PaymentMethod', 'Plan', 'Price',
  'Product', 'PromotionCode', 'Refund', 'SetupIntent', 'Subscription', 'SubscriptionItem', 'SubscriptionSchedule',
  'WebhookEndpoint', 'Billing.Meter', 'Coupon', 'Discount', 'TaxRate', 'TaxId', 'CustomerBalanceTransaction',
  'LineItem', 'InvoiceLineItem', 'Tax.Settings', 'BalanceTransaction', 'Entitlements.ActiveEntitlement',
  'Entitlements.Feature', 'ProductFeature',
];

export function expandables() {
  const queue = [...SOLD_OBJECTS];
  const done = new Map();
  while (queue.length > 0) {
    const full = queue.shift();
    if (done.has(full)) continue;
    const found = new Set();
    const body = expandable(full, 1, [full], found);
    done.set(full, [objectName(full), ...body].join('\n'));
    queue.push(...found);
  }
  return [...done.values()].sort();
}

export function versions() {
  const { text } = declared.get(resolve('ApiVersion', ['WebhookEndpointCreateParams']));
  return [...text.matchAll(/'([^']+)'/g)].map(([, version]) => version);
}

export const FILES = {
  'endpoints.txt': addresses,
  'parameters.txt': parametersOfAll,
  'expandable.txt': expandables,
  'versions.txt': versions,
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, lines] of Object.entries(FILES)) writeFileSync(`${FOLDER}${name}`, `${lines().join('\n')}\n`);
}
