// The simulator as the tests' hand inside Stripe.
import { SIMULATOR } from "./addresses";
import { expect } from "./test";

async function call(method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}) {
  const answer = await fetch(`${SIMULATOR}${path}`, { method, body, headers });
  expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
  return answer.json();
}

const api = (method: string, path: string, form?: Record<string, string>) =>
  call(method, `/v1/${path}`, form && new URLSearchParams(form), { authorization: "Bearer sk_test_end2end" });

/** The next calls that match go wrong, or are late. */
export const fault = (fault: { path: string; method?: string; calls?: number; answer: object }) =>
  call("POST", "/_sim/faults", JSON.stringify(fault));

export const clearFaults = () => call("DELETE", "/_sim/faults");

/** The portal sessions made so far, counted by idempotency key as Stripe would. */
export async function portalSessions(): Promise<number> {
  const { requests } = await call("GET", "/_sim/requests");
  const made = requests.filter(
    (request: { method: string; path: string; status: number | null }) =>
      request.method === "POST" && request.path === "/v1/billing_portal/sessions" && request.status === 200,
  );
  return new Set(made.map((request: { idempotency_key: string }) => request.idempotency_key)).size;
}

/** Brings a customer into one of the simulator's scenes, with the demo's prices. */
export async function playScene(customer: string, scene: string) {
  const prices = await api("GET", "prices?limit=100");
  const monthly = (product: string) =>
    prices.data.find(
      (price: { product: string; recurring: { interval: string } }) =>
        price.product === product && price.recurring.interval === "month",
    ).id;
  const cast = { price: monthly("prod_demo_pro"), other_price: monthly("prod_demo_team") };
  await call("POST", "/_sim/scenes", JSON.stringify({ customer, scene, ...cast }));
}

/** So many more subscriptions of the customer, each with an invoice that is paid. */
export async function subscribe(customer: string, times: number) {
  const { data } = await api("GET", "prices?limit=1");
  for (let time = 0; time < times; time++) await api("POST", "subscriptions", { customer, "items[0][price]": data[0].id });
}

/** The customer with this address. */
export async function customerOf(email: string): Promise<string> {
  const { data } = await api("GET", `customers?email=${encodeURIComponent(email)}`);
  return data[0].id;
}

/** Takes every card away from the customer. */
export async function removeCards(customer: string) {
  const { data } = await api("GET", `payment_methods?customer=${customer}&type=card`);
  for (const card of data) await api("POST", `payment_methods/${card.id}/detach`);
}

/** The id of the customer's newest subscription. */
export async function subscriptionOf(customer: string): Promise<string> {
  const { data } = await api("GET", `subscriptions?customer=${customer}&limit=1`);
  return data[0].id;
}

/** Cancels the customer's newest subscription at once. */
export const cancel = async (customer: string) => api("DELETE", `subscriptions/${await subscriptionOf(customer)}`);

/** What is wrong with one object from now on; `*`, and null: nothing with any. */
export const trouble = (id: string, trouble: object | null) =>
  id === "*"
    ? call("DELETE", "/_sim/unkind")
    : call("POST", "/_sim/unkind", JSON.stringify({ troubles: { [id]: trouble } }));

/** The account knows nothing any more, or all of it again. */
export const forget = (forgotten: boolean) => call("POST", "/_sim/account", JSON.stringify({ forgotten }));

/** Changes the product's name. */
export const renameProduct = (product: string, name: string) => api("POST", `products/${product}`, { name });
