//! All there is to remember, one kind of object to a file.
//!
//! Each kind keeps only what can differ; the Stripe shape is rendered from that in one place, beside the struct. The
//! whole of it is what the state file holds.

mod balance_transaction;
mod charge;
mod checkout_session;
mod coupon;
mod credit_note;
mod customer;
mod decimal;
mod discount;
mod dispute;
mod event;
mod invoice;
mod invoice_line;
mod invoice_totals;
mod meter;
mod outbox;
mod payload;
mod payment_intent;
mod payment_method;
mod pending_update;
mod percent;
mod portal_configuration;
mod portal_session;
mod price;
mod price_amount;
mod product;
mod promotion_code;
mod refund;
mod schedule;
mod subscription;
mod subscription_pause;
mod subscription_terms;
mod table;
mod tax_id;
mod tax_rate;
mod tax_settings;
mod webhook_endpoint;

pub(crate) use balance_transaction::{BalanceReason, BalanceTransaction};
pub(crate) use charge::{AttemptStatus, ChargeAttempt};
pub(crate) use checkout_session::{
    Amounts, CheckoutLine, CheckoutSession, CheckoutStatus, CollectPaymentMethod, SubscriptionData,
};
pub(crate) use coupon::{Coupon, CouponDuration, Off};
pub(crate) use credit_note::{CreditNote, CreditNoteLine, CreditNoteReason};
pub(crate) use customer::{Address, Customer, Shipping, TaxExempt};
pub(crate) use decimal::Decimal;
pub(crate) use discount::{Discount, ids_of};
pub(crate) use dispute::{Dispute, DisputeReason, DisputeStatus};
pub(crate) use event::Event;
pub(crate) use invoice::{BillingReason, Invoice, InvoiceStatus, Processing};
pub(crate) use invoice_line::{Credited, Line, LineDiscount, LineTax, TaxReason};
pub(crate) use meter::{Formula, Meter, MeterEvent, MeterStatus};
pub(crate) use outbox::{Disorder, Outbox, Parcel};
pub(crate) use payload::Payload;
pub(crate) use payment_intent::{IntentStatus, InvoicePayment, PaymentIntent};
pub(crate) use payment_method::{Card, Charge, Details, MethodType, PaymentMethod, Wallet};
pub(crate) use pending_update::{PENDING_FOR, PendingUpdate};
pub(crate) use percent::{Percent, share};
pub(crate) use portal_configuration::{
    AllowedUpdate, BusinessProfile, CancellationMode, CustomerField, Features, OfferedProduct, PortalConfiguration,
    ScheduleCondition, TrialUpdate,
};
pub(crate) use portal_session::{AfterCompletion, AfterExpiration, Flow, FlowKind, PortalSession};
pub(crate) use price::{Interval, Price, PriceType, Recurring, TaxBehavior, UsageType};
pub(crate) use price_amount::{Amount, Tier, TiersMode};
pub(crate) use product::Product;
pub(crate) use promotion_code::PromotionCode;
pub(crate) use refund::{Refund, RefundReason, RefundStatus};
pub(crate) use schedule::{EndBehavior, Phase, PhaseDiscount, PhaseItem, Schedule, ScheduleStatus};
pub(crate) use subscription::{INCOMPLETE_FOR, Item, Pause, Subscription, interval_of};
pub(crate) use subscription_pause::{PauseReason, Paused, Resumption};
pub(crate) use subscription_terms::{
    AutomaticTax, BillingMode, CancelFeedback, CancelReason, CollectionMethod, MissingPaymentMethod, PauseBehavior,
    ProrationBehavior, Status,
};
pub(crate) use table::{Kind, Table};
pub(crate) use tax_id::{TaxId, TaxIdType, render_ids_of};
pub(crate) use tax_rate::{TaxRate, render_rates};
pub(crate) use tax_settings::{TaxDefault, TaxSettings};
pub(crate) use webhook_endpoint::{EndpointStatus, OldSecret, WebhookEndpoint};

use crate::clock::Clock;
use crate::idempotency::Records;
use crate::params::choice;
use crate::unkind::Unkind;
use serde::{Deserialize, Serialize};

/// A state file of another layout is refused rather than misread.
pub(crate) const LAYOUT: u32 = 9;

// What the owner of the account has chosen for subscriptions whose every payment attempt failed.
choice!(AfterRetries {
    Cancel = "cancel",
    MarkUnpaid = "mark_unpaid",
    LeavePastDue = "leave_past_due",
    Pause = "pause",
});
// The same, after the first attempt at the payment of a renewal.
choice!(AfterFirstFailure { LeavePastDue = "leave_past_due", Pause = "pause" });

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct State {
    pub layout: u32,
    pub clock: Clock,
    pub customers: Table<Customer>,
    pub products: Table<Product>,
    pub prices: Table<Price>,
    pub payment_methods: Table<PaymentMethod>,
    pub subscriptions: Table<Subscription>,
    pub subscription_schedules: Table<Schedule>,
    pub invoices: Table<Invoice>,
    pub balance_transactions: Table<BalanceTransaction>,
    pub charges: Table<ChargeAttempt>,
    pub credit_notes: Table<CreditNote>,
    pub disputes: Table<Dispute>,
    pub invoice_payments: Table<InvoicePayment>,
    pub payment_intents: Table<PaymentIntent>,
    pub refunds: Table<Refund>,
    pub meters: Table<Meter>,
    pub meter_events: Table<MeterEvent>,
    pub coupons: Table<Coupon>,
    pub promotion_codes: Table<PromotionCode>,
    pub discounts: Table<Discount>,
    pub tax_rates: Table<TaxRate>,
    pub tax_ids: Table<TaxId>,
    pub tax_settings: TaxSettings,
    pub after_retries: AfterRetries,
    pub after_first_failure: AfterFirstFailure,
    pub portal_configurations: Table<PortalConfiguration>,
    /// The default one, while it is as if it had never been saved.
    pub withdrawn_portal_configuration: Option<String>,
    pub portal_sessions: Table<PortalSession>,
    pub checkout_sessions: Table<CheckoutSession>,
    pub webhook_endpoints: Table<WebhookEndpoint>,
    pub events: Table<Event>,
    pub idempotency: Records,
    pub outbox: Outbox,
    pub unkind: Unkind,
    /// How often anything was asked for, which makes links differ.
    #[serde(skip)]
    pub asked: u64,
    /// The account as it was before it forgot everything.
    forgotten: Option<Box<State>>,
}

impl State {
    /// An account whose owner has saved the portal settings in the Dashboard, and done nothing else.
    pub fn new() -> Self {
        let clock = Clock::default();
        let mut state = Self {
            layout: LAYOUT,
            clock,
            customers: Table::default(),
            products: Table::default(),
            prices: Table::default(),
            payment_methods: Table::default(),
            subscriptions: Table::default(),
            subscription_schedules: Table::default(),
            invoices: Table::default(),
            balance_transactions: Table::default(),
            charges: Table::default(),
            credit_notes: Table::default(),
            disputes: Table::default(),
            invoice_payments: Table::default(),
            payment_intents: Table::default(),
            refunds: Table::default(),
            meters: Table::default(),
            meter_events: Table::default(),
            coupons: Table::default(),
            promotion_codes: Table::default(),
            discounts: Table::default(),
            tax_rates: Table::default(),
            tax_ids: Table::default(),
            tax_settings: TaxSettings::default(),
            after_retries: AfterRetries::Cancel,
            after_first_failure: AfterFirstFailure::LeavePastDue,
            portal_configurations: Table::default(),
            withdrawn_portal_configuration: None,
            portal_sessions: Table::default(),
            checkout_sessions: Table::default(),
            webhook_endpoints: Table::default(),
            events: Table::default(),
            idempotency: Records::default(),
            outbox: Outbox::default(),
            unkind: Unkind::default(),
            asked: 0,
            forgotten: None,
        };
        let default = PortalConfiguration::saved_in_dashboard(clock.now());
        state.portal_configurations.insert(default);
        for rate in TaxRate::automatic(clock.now()) {
            state.tax_rates.insert(rate);
        }
        state
    }

    pub fn is_forgotten(&self) -> bool {
        self.forgotten.is_some()
    }

    /// Forgets everything but the time, or remembers all that was known before that.
    pub fn forget(&mut self, forgotten: bool) {
        let (clock, unkind) = (self.clock, self.unkind.clone());
        if forgotten && !self.is_forgotten() {
            let known = std::mem::replace(self, Self::new());
            self.forgotten = Some(Box::new(known));
        } else if let Some(known) = self.forgotten.take_if(|_| !forgotten) {
            *self = *known;
            self.outbox.begin_again();
        }
        (self.clock, self.unkind) = (clock, unkind);
    }

    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    pub fn get<T: Kind>(&self, id: &str) -> Option<&T> {
        T::table(self).get(id)
    }

    pub fn default_portal_configuration(&self) -> Option<&PortalConfiguration> {
        self.portal_configurations.newest_first().find(|configuration| configuration.is_default)
    }
}
