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
const ADD = "Add payment method";
const MANAGE = "Manage Subscription";
const PAY = "Pay $12.00 now";
const RUNNING = [MANAGE, "Change plan", "Cancel plan"];
const PAUSABLE = [MANAGE, "Change plan", "Pause plan", "Cancel plan"];
const RENEWS = /Your plan renews on/;

export const STATES: State[] = [
  { name: "nothing", says: /You don’t have a plan yet/, offers: ["View Plans", MANAGE] },
  {
    name: "trialing",
    says: /Add a payment method to keep Pro\..*Nothing is charged before then/,
    offers: [ADD, ...RUNNING],
  },
  { name: "trialing_with_card", says: /You’ll then be charged \$12\.00\./, offers: RUNNING },
  { name: "active", says: /Your plan renews on .*\. You’ll be charged \$12\.00\./, offers: PAUSABLE },
  {
    name: "active_without_card",
    scene: "active",
    then: removeCards,
    says: /Add a payment method to keep Pro\./,
    offers: [ADD, ...PAUSABLE],
  },
  { name: "card_expiring", says: RENEWS, tells: /Your card expires .*\. Update it/, offers: PAUSABLE },
  { name: "wallet_card", says: RENEWS, tells: /Apple Pay/, offers: PAUSABLE },
  { name: "paypal", says: RENEWS, tells: /PayPal/, offers: PAUSABLE },
  { name: "link", says: RENEWS, tells: /Link/, offers: PAUSABLE },
  { name: "legacy_source", says: RENEWS, tells: /Visa •••• 4242/, offers: PAUSABLE },
  { name: "discounted", says: /50% off until/, tells: /in adjustments/, offers: PAUSABLE },
  { name: "taxed", says: RENEWS, tells: /including \$2\.28 tax/, offers: PAUSABLE },
  {
    name: "metered",
    says: /Your usage so far comes to/,
    tells: /Billed by usage/,
    offers: [MANAGE, "Pause plan", "Cancel plan"],
  },
  { name: "in_credit", says: RENEWS, tells: /\$5\.00 credit/, offers: PAUSABLE },
  { name: "update_pending", says: /A change to your plan is waiting for a payment of/, offers: PAUSABLE },
  { name: "refunded", says: RENEWS, tells: /Refunded/, offers: PAUSABLE },
  { name: "credited", says: RENEWS, tells: /Credited/, offers: PAUSABLE },
  { name: "disputed", says: RENEWS, tells: /Disputed/, offers: PAUSABLE },
  { name: "canceling", says: /StatusCancels .*You keep Pro until then/, offers: ["Keep plan", MANAGE] },
  { name: "end_scheduled", says: /Your plan ends on .*, as agreed/, offers: [MANAGE] },
  {
    name: "item_scheduled",
    says: /Team \(.* per month\) is added to your plan on/,
    offers: [MANAGE, "Review change"],
  },
  {
    name: "change_scheduled",
    says: /Your plan changes to .*Team \(.* per month\) on/,
    offers: [MANAGE, "Review change"],
  },
  { name: "begin_scheduled", says: /You don’t have a plan yet/, offers: ["View Plans", MANAGE] },
  { name: "collection_paused", says: /Billing is paused until .*You keep Pro/, offers: RUNNING },
  {
    name: "past_due",
    says: /Your payment failed\..*We couldn’t charge \$12\.00 to your Visa/,
    tells: /We’ll try again on/,
    offers: [CARD, PAY, MANAGE, "Cancel plan"],
  },
  { name: "debit_failed", says: /We couldn’t charge \$12\.00/, offers: [CARD, PAY, MANAGE, "Cancel plan"] },
  { name: "debit_processing", says: /Your payment of \$12\.00 is processing/, offers: PAUSABLE },
  { name: "unpaid", says: /Your plan is on hold\..*\$12\.00 has been due since/, offers: [PAY, CARD, MANAGE] },
  { name: "incomplete", says: /Complete your \$12\.00 payment by/, offers: [PAY, CARD, MANAGE] },
  { name: "first_debit_processing", says: /Your payment of \$12\.00 is processing/, offers: [MANAGE] },
  { name: "incomplete_expired", says: /You weren’t charged/, offers: ["View Plans", MANAGE] },
  { name: "paused", says: /Your free trial has ended\./, offers: [ADD, MANAGE] },
  { name: "paused_by_request", says: /Your plan was paused on/, offers: ["Resume plan", MANAGE] },
  { name: "paused_by_stripe", says: /Your plan was paused by Stripe/, offers: ["Resume plan", CARD, MANAGE] },
  { name: "paused_at_first_payment", says: /A payment of \$12\.00 failed/, offers: [PAY, CARD, MANAGE] },
  { name: "paused_after_retries", says: /A payment of \$12\.00 failed/, offers: [PAY, CARD, MANAGE] },
  { name: "canceled_early", says: /It was paid until/, offers: ["Choose a plan", MANAGE] },
  { name: "ended", says: /Your Pro plan ended on/, offers: ["Choose a plan", MANAGE] },
  {
    name: "ended_and_owing",
    scene: "past_due",
    then: cancel,
    says: /\$12\.00 from .* is still due/,
    offers: [PAY, MANAGE, "Choose a plan"],
  },
  { name: "several", says: RENEWS, offers: ["Change plan", "Pause plan", "Cancel plan"] },
  {
    name: "unread",
    scene: "active",
    then: async (customer) => trouble(await subscriptionOf(customer), { kind: "lacks", fields: ["status"] }),
    after: () => trouble("*", null),
    says: /Open the billing portal to see your plan’s status/,
    offers: [MANAGE],
  },
  {
    name: "not_in_this_account",
    scene: "active",
    then: () => forget(true),
    after: () => forget(false),
    says: /We can’t find your billing account/,
    offers: ["View Plans"],
    noPortal: true,
  },
];
