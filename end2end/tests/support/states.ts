// The states of the account page that browsers look at: how the simulator gets there, and what the page says.
import { forget, removeCards, subscriptionOf, trouble, cancel } from "./simulator";

type State = {
  /** The name, which is the scene's too unless `scene` says another. */
  name: string;
  scene?: string;
  /** What happens after the scene. */
  then?: (customer: string) => Promise<unknown>;
  /** Takes back what `then` did beyond this customer. */
  after?: () => Promise<unknown>;
  /** Words of the first card. */
  says: RegExp;
  /** Words anywhere on the page. */
  tells?: RegExp;
  /** What the first card offers, in this order. */
  offers: string[];
  /** Without a customer there is no portal. */
  noPortal?: true;
};

const CARD = "Update payment method";
const RUNNING = [CARD, "Change plan", "Cancel plan"];
const PAUSABLE = [CARD, "Change plan", "Pause plan", "Cancel plan"];
const RENEWS = /Your plan renews on/;

export const STATES: State[] = [
  { name: "nothing", says: /There is nothing to manage yet/, offers: ["View Plans"] },
  {
    name: "trialing",
    says: /Add a payment method before then/,
    offers: ["Add a payment method", "Change plan", "Cancel plan"],
  },
  { name: "trialing_with_card", says: /the paid plan begins then, with \$12/, offers: RUNNING },
  { name: "active", says: /Your plan renews on .* for \$12/, offers: PAUSABLE },
  {
    name: "active_without_card",
    scene: "active",
    then: removeCards,
    says: /Add a payment method before then/,
    offers: ["Add a payment method", "Change plan", "Pause plan", "Cancel plan"],
  },
  { name: "card_expiring", says: RENEWS, tells: /Expires at the end of/, offers: PAUSABLE },
  { name: "wallet_card", says: RENEWS, tells: /Apple Pay/, offers: PAUSABLE },
  { name: "paypal", says: RENEWS, tells: /PayPal/, offers: PAUSABLE },
  { name: "link", says: RENEWS, tells: /Link/, offers: PAUSABLE },
  { name: "legacy_source", says: RENEWS, tells: /ending in/, offers: PAUSABLE },
  { name: "discounted", says: /50% off until/, offers: PAUSABLE },
  { name: "taxed", says: RENEWS, tells: /including \$2\.28 tax/, offers: PAUSABLE },
  {
    name: "metered",
    says: /so far/,
    tells: /billed by usage/,
    offers: [CARD, "Pause plan", "Cancel plan"],
  },
  { name: "in_credit", says: RENEWS, tells: /\$5\.00 credit/, offers: PAUSABLE },
  { name: "update_pending", says: /A change of your plan is waiting for its payment/, offers: PAUSABLE },
  { name: "refunded", says: RENEWS, tells: /Refunded/, offers: PAUSABLE },
  { name: "credited", says: RENEWS, tells: /Credited/, offers: PAUSABLE },
  { name: "disputed", says: RENEWS, tells: /Disputed/, offers: PAUSABLE },
  { name: "canceling", says: /Your plan ends on/, offers: ["Keep plan", CARD] },
  { name: "end_scheduled", says: /Your plan ends on .*, as arranged/, offers: [CARD] },
  {
    name: "item_scheduled",
    says: /Team.*, .* per month, is added to your plan on/,
    offers: ["Review the change", CARD],
  },
  {
    name: "change_scheduled",
    says: /Your plan changes to .*Team.*, .* per month, on/,
    offers: ["Review the change", CARD],
  },
  { name: "begin_scheduled", says: /You have no plan/, offers: ["View Plans"] },
  { name: "collection_paused", says: /Payments are paused until/, offers: RUNNING },
  { name: "past_due", says: /\$12\.00 did not go through/, offers: [CARD, "Pay now", "Cancel plan"] },
  { name: "debit_failed", says: /\$12\.00 did not go through/, offers: [CARD, "Pay now", "Cancel plan"] },
  { name: "debit_processing", says: /A payment of \$12\.00 is being processed/, offers: PAUSABLE },
  { name: "unpaid", says: /\$12\.00 has been due since/, offers: ["Pay now", CARD] },
  { name: "incomplete", says: /Your first payment of \$12\.00 is not complete/, offers: ["Pay now", CARD] },
  { name: "first_debit_processing", says: /Your first payment of \$12\.00 is being processed/, offers: [CARD] },
  { name: "incomplete_expired", says: /Nothing was charged/, offers: ["View Plans"] },
  { name: "paused", says: /Add a payment method to go on/, offers: ["Add a payment method"] },
  { name: "paused_by_request", says: /Your plan was paused on request on/, offers: ["Resume plan", CARD] },
  { name: "paused_by_stripe", says: /Your plan was paused by our payment system/, offers: ["Resume plan", CARD] },
  { name: "paused_at_first_payment", says: /\$12\.00 did not go through\. Pay it/, offers: ["Pay now", CARD] },
  { name: "paused_after_retries", says: /we have stopped trying to collect it/, offers: ["Pay now", CARD] },
  { name: "canceled_early", says: /It had been paid until/, offers: ["Subscribe again"] },
  { name: "ended", says: /Your plan ended on/, offers: ["Subscribe again"] },
  {
    name: "ended_and_owing",
    scene: "past_due",
    then: cancel,
    says: /\$12\.00 from .* is still due/,
    offers: ["Pay now", "Subscribe again"],
  },
  { name: "several", says: RENEWS, offers: PAUSABLE },
  {
    name: "unread",
    scene: "active",
    then: async (customer) => trouble(await subscriptionOf(customer), { kind: "lacks", fields: ["status"] }),
    after: () => trouble("*", null),
    says: /How your plan stands can be seen in the billing portal/,
    offers: ["Open the billing portal"],
  },
  {
    name: "not_in_this_account",
    scene: "active",
    then: () => forget(true),
    after: () => forget(false),
    says: /Your billing account cannot be found/,
    offers: ["View Plans"],
    noPortal: true,
  },
];
