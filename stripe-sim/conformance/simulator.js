// Starts the simulator as its users do, and speaks to it with the official library.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Stripe from 'stripe';

const BINARY = process.env.STRIPE_SIM_BIN ?? fileURLToPath(new URL('../../target/debug/stripe-sim', import.meta.url));

export class Simulator {
  static async start(...flags) {
    const child = spawn(BINARY, ['--addr', '127.0.0.1:0', ...flags], { stdio: ['ignore', 'ignore', 'pipe'] });
    const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the simulator ended with ${code}`)));
    const listening = new Promise((resolve) => {
      createInterface({ input: child.stderr }).on('line', (line) => {
        const found = line.match(/listens on (http:\S+)/);
        if (found) resolve(found[1]);
      });
    });
    failed.catch(() => {});
    return new Simulator(child, await Promise.race([listening, failed]));
  }

  constructor(child, url) {
    this.child = child;
    this.url = url;
    this.stripe = this.client();
  }

  client(options = {}) {
    const { hostname: host, port } = new URL(this.url);
    return new Stripe('sk_test_conformance', { host, port, protocol: 'http', telemetry: false, ...options });
  }

  async control(path, body) {
    const method = body === undefined ? 'GET' : 'POST';
    const answer = await fetch(`${this.url}_sim/${path}`, { method, body: body && JSON.stringify(body) });
    const json = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${json.error}`);
    return json;
  }

  // The names of all scenes, as the refusal of one that there is not has them.
  async scenes() {
    const wanted = { customer: 'cus_none', scene: 'none of them' };
    const { message } = await this.control('scenes', wanted).then(() => assert.fail(), (error) => error);
    return message.split('expected one of ')[1].split('`').filter((_, place) => place % 2 === 1);
  }

  async stop() {
    this.child.kill();
    if (this.child.exitCode === null) await once(this.child, 'exit');
  }

  async customer() {
    return this.stripe.customers.create({
      email: 'ada@example.com',
      name: 'Ada',
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    });
  }

  async price(amount = 1000, name = 'Pro') {
    return this.stripe.prices.create({
      currency: 'usd',
      unit_amount: amount,
      recurring: { interval: 'month' },
      product_data: { name },
    });
  }

  async subscribed(more = {}) {
    const [customer, price] = [await this.customer(), await this.price()];
    return this.stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }], ...more });
  }
}

// Somebody who listens for webhooks: every delivery with its raw body, to be waited for.
export class Listener {
  static async start() {
    const listener = new Listener();
    await once(listener.server.listen(0, '127.0.0.1'), 'listening');
    return listener;
  }

  constructor() {
    this.deliveries = [];
    this.waiting = [];
    this.server = createServer(async (request, response) => {
      const chunks = await request.toArray();
      response.end();
      const delivery = { body: Buffer.concat(chunks), signature: request.headers['stripe-signature'] };
      const next = this.waiting.shift();
      if (next) next(delivery);
      else this.deliveries.push(delivery);
    });
  }

  get url() {
    return `http://127.0.0.1:${this.server.address().port}/hook`;
  }

  async next() {
    return this.deliveries.shift() ?? new Promise((resolve) => this.waiting.push(resolve));
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}
