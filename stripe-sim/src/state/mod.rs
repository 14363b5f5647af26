//! All there is to remember, one kind of object to a file, and the account that holds them all.
//!
//! Each kind keeps only what can differ, and knows nothing of the account: what Stripe shows of it is made in `render`,
//! and what takes several tables to tell is in `queries`. The whole account is what the state file holds.

mod account;
mod active_entitlement;
mod balance_transaction;
mod charge;
mod checkout_options;
mod checkout_session;
mod coupon;
mod credit_note;
mod customer;
mod decimal;
mod discount;
mod dispute;
mod dunning;
mod entitled;
mod entitlement_feature;
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
mod product_feature;
mod promotion_code;
mod queries;
mod refund;
mod schedule;
mod subscription;
mod subscription_item;
mod subscription_pause;
mod subscription_terms;
mod table;
mod tax_id;
mod tax_rate;
mod tax_settings;
mod webhook_endpoint;

pub(crate) use account::{LAYOUT, State, Stored};
pub(crate) use active_entitlement::ActiveEntitlement;
pub(crate) use balance_transaction::{BalanceReason, BalanceTransaction};
pub(crate) use charge::{AttemptStatus, ChargeAttempt};
pub(crate) use checkout_options::{
    AdjustableQuantity, AskForAddress, CheckoutOptions, CollectPaymentMethod, TermsOfService,
};
pub(crate) use checkout_session::{Amounts, CheckoutLine, CheckoutSession, CheckoutStatus, SubscriptionData};
pub(crate) use coupon::{Coupon, CouponDuration, Off};
pub(crate) use credit_note::{CreditNote, CreditNoteLine, CreditNoteReason};
pub(crate) use customer::{Address, Customer, Shipping, TaxExempt};
pub(crate) use decimal::Decimal;
pub(crate) use discount::{Discount, ids_of};
pub(crate) use dispute::{Dispute, DisputeReason, DisputeStatus};
pub(crate) use dunning::{AfterFirstFailure, AfterRetries};
pub(crate) use entitled::Entitled;
pub(crate) use entitlement_feature::EntitlementFeature;
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
    ScheduleCondition, SubscriptionPause, TrialUpdate,
};
pub(crate) use portal_session::{AfterCompletion, AfterExpiration, Flow, FlowKind, PortalSession};
pub(crate) use price::{Interval, Price, PriceType, Recurring, TaxBehavior, UsageType};
pub(crate) use price_amount::{Amount, Tier, TiersMode};
pub(crate) use product::Product;
pub(crate) use product_feature::ProductFeature;
pub(crate) use promotion_code::PromotionCode;
pub(crate) use queries::interval_of;
pub(crate) use refund::{Refund, RefundReason, RefundStatus};
pub(crate) use schedule::{EndBehavior, Phase, PhaseDiscount, PhaseItem, Schedule, ScheduleStatus};
pub(crate) use subscription::{INCOMPLETE_FOR, Pause, Subscription};
pub(crate) use subscription_item::Item;
pub(crate) use subscription_pause::{PauseReason, Paused, Resumption};
pub(crate) use subscription_terms::{
    AutomaticTax, BillingMode, CancelFeedback, CancelReason, CollectionMethod, MissingPaymentMethod, PauseBehavior,
    ProrationBehavior, Status,
};
pub(crate) use table::{Kind, Table};
pub(crate) use tax_id::{TaxId, TaxIdType};
pub(crate) use tax_rate::TaxRate;
pub(crate) use tax_settings::{TaxDefault, TaxSettings};
pub(crate) use webhook_endpoint::{EndpointStatus, OldSecret, WebhookEndpoint};
