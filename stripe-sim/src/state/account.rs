//! The account: a table for each kind of object, and what surrounds them.

use super::{
    ActiveEntitlement, AfterFirstFailure, AfterRetries, BalanceTransaction, ChargeAttempt, CheckoutSession, Coupon,
    CreditNote, Customer, Discount, Dispute, EntitlementFeature, Event, Invoice, InvoicePayment, Kind, Meter,
    MeterEvent, Outbox, PaymentIntent, PaymentMethod, PortalConfiguration, PortalSession, Price, Product,
    ProductFeature, PromotionCode, Refund, Schedule, Subscription, Table, TaxId, TaxRate, TaxSettings, WebhookEndpoint,
};
use crate::clock::Clock;
use crate::idempotency::Records;
use crate::unkind::Unkind;
use serde::{Deserialize, Serialize};

/// A state file of another layout is refused rather than misread.
pub(crate) const LAYOUT: u32 = 10;

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
    // State files from before these are read as without any.
    #[serde(default)]
    pub entitlement_features: Table<EntitlementFeature>,
    #[serde(default)]
    pub product_features: Table<ProductFeature>,
    #[serde(default)]
    pub active_entitlements: Table<ActiveEntitlement>,
    pub tax_rates: Table<TaxRate>,
    pub tax_ids: Table<TaxId>,
    pub tax_settings: TaxSettings,
    /// Whether the public details have the address of the terms of service.
    pub has_terms_url: bool,
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
            entitlement_features: Table::default(),
            product_features: Table::default(),
            active_entitlements: Table::default(),
            tax_rates: Table::default(),
            tax_ids: Table::default(),
            tax_settings: TaxSettings::default(),
            has_terms_url: true,
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

    pub fn get<T: Stored>(&self, id: &str) -> Option<&T> {
        T::table(self).get(id)
    }

    pub fn default_portal_configuration(&self) -> Option<&PortalConfiguration> {
        self.portal_configurations.newest_first().find(|configuration| configuration.is_default)
    }
}

/// A kind of object that the account has a table of.
pub(crate) trait Stored: Kind {
    fn table(state: &State) -> &Table<Self>;
    fn table_mut(state: &mut State) -> &mut Table<Self>;
}

/// Says which table holds which kind.
macro_rules! stored {
    ($($table:ident: $kind:ident),+ $(,)?) => {
        $(impl Stored for $kind {
            fn table(state: &State) -> &Table<Self> {
                &state.$table
            }

            fn table_mut(state: &mut State) -> &mut Table<Self> {
                &mut state.$table
            }
        })+
    };
}

stored! {
    customers: Customer,
    products: Product,
    prices: Price,
    payment_methods: PaymentMethod,
    subscriptions: Subscription,
    subscription_schedules: Schedule,
    invoices: Invoice,
    balance_transactions: BalanceTransaction,
    charges: ChargeAttempt,
    credit_notes: CreditNote,
    disputes: Dispute,
    invoice_payments: InvoicePayment,
    payment_intents: PaymentIntent,
    refunds: Refund,
    meters: Meter,
    meter_events: MeterEvent,
    coupons: Coupon,
    promotion_codes: PromotionCode,
    discounts: Discount,
    entitlement_features: EntitlementFeature,
    product_features: ProductFeature,
    active_entitlements: ActiveEntitlement,
    tax_rates: TaxRate,
    tax_ids: TaxId,
    portal_configurations: PortalConfiguration,
    portal_sessions: PortalSession,
    checkout_sessions: CheckoutSession,
    webhook_endpoints: WebhookEndpoint,
    events: Event,
}
