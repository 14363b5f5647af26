//! The request that creates a Checkout session: what is sold, and what `[checkout]` of `portal.toml` asks for.
//!
//! The parameters and their rules: <https://docs.stripe.com/api/checkout/sessions/create>.

use portal_config::{BillingAddress, CheckoutOptions, PaymentMethodCollection, QuantityRange};
use serde_json::json;
use stripe_checkout::checkout_session::{
    CreateCheckoutSession, CreateCheckoutSessionAutomaticTax as AutomaticTax,
    CreateCheckoutSessionConsentCollection as ConsentCollection,
    CreateCheckoutSessionConsentCollectionTermsOfService as TermsOfService,
    CreateCheckoutSessionCustomerUpdate as CustomerUpdate, CreateCheckoutSessionCustomerUpdateAddress as UpdateAddress,
    CreateCheckoutSessionCustomerUpdateName as UpdateName, CreateCheckoutSessionLineItems as LineItem,
    CreateCheckoutSessionLineItemsAdjustableQuantity as AdjustableQuantity,
    CreateCheckoutSessionPaymentMethodCollection as Collection,
    CreateCheckoutSessionSubscriptionData as SubscriptionData, CreateCheckoutSessionTaxIdCollection as TaxIdCollection,
};
use stripe_shared::{CheckoutSessionBillingAddressCollection as AddressCollection, CheckoutSessionMode};

use crate::{
    model::{Charge, OfferedPrice, Seats},
    settings::Settings,
};

/// In a session's metadata: the price it was created for. Sessions without it are not ours.
pub const PRICE: &str = "customer_portal_price";

/// In a session's metadata: what it asks for. A session that asks for something else is not offered again.
pub const OPTIONS: &str = "customer_portal_options";

/// What is sold, to whom, and what Checkout asks for.
#[derive(Clone, Copy, Debug)]
pub struct Purchase<'a> {
    /// `cus_…`
    pub customer: &'a str,
    pub price: &'a OfferedPrice,
    pub trial_days: Option<u32>,
    pub options: &'a CheckoutOptions,
}

impl Purchase<'_> {
    /// The options as metadata has them. At most 300 characters; Stripe allows 500.
    pub fn told_options(&self) -> String {
        json!(self.options).to_string()
    }

    /// The request.
    pub fn request(&self, settings: &Settings) -> CreateCheckoutSession {
        let Self { customer, price, options, .. } = *self;
        let mut request = CreateCheckoutSession::new()
            .customer(customer)
            // `payment_method_collection` is only for this mode.
            .mode(CheckoutSessionMode::Subscription)
            .line_items(vec![self.line_item()])
            .payment_method_collection(self.collection())
            .metadata([(PRICE.to_owned(), price.id.clone()), (OPTIONS.to_owned(), self.told_options())])
            .success_url(settings.after_checkout.as_str())
            .cancel_url(settings.pricing.as_str());
        if let Some(days) = self.trial_days {
            request = request
                .subscription_data(SubscriptionData { trial_period_days: Some(days), ..SubscriptionData::new() });
        }
        if options.promotion_codes {
            request = request.allow_promotion_codes(true);
        }
        if options.automatic_tax {
            request = request.automatic_tax(AutomaticTax::new(true));
        }
        if options.billing_address == BillingAddress::Required {
            request = request.billing_address_collection(AddressCollection::Required);
        }
        if options.tax_ids {
            request = request.tax_id_collection(TaxIdCollection::new(true));
        }
        if options.terms_of_service {
            let terms_of_service = Some(TermsOfService::Required);
            request = request.consent_collection(ConsentCollection { terms_of_service, ..ConsentCollection::new() });
        }
        if let Some(update) = self.customer_update() {
            request = request.customer_update(update);
        }
        match options.locale.fixed() {
            Some(locale) => request.locale(locale.clone()),
            None => request,
        }
    }

    fn collection(&self) -> Collection {
        match self.options.payment_method_collection {
            PaymentMethodCollection::Always if !self.price.is_free() => Collection::Always,
            // A free plan needs no card.
            PaymentMethodCollection::Always | PaymentMethodCollection::IfRequired => Collection::IfRequired,
        }
    }

    /// What Checkout may overwrite of a customer who exists, as ours always does. Stripe refuses the session without:
    /// the tax depends on the customer's address (<https://docs.stripe.com/tax/checkout#existing-customers>), and a
    /// business enters its name with its tax id (<https://docs.stripe.com/tax/checkout/tax-ids#existing-customers>).
    fn customer_update(&self) -> Option<CustomerUpdate> {
        let address = self.options.automatic_tax.then_some(UpdateAddress::Auto);
        let name = self.options.tax_ids.then_some(UpdateName::Auto);
        let is_needed = address.is_some() || name.is_some();
        is_needed.then(|| CustomerUpdate { address, name, ..CustomerUpdate::new() })
    }

    fn line_item(&self) -> LineItem {
        let mut item = LineItem { price: Some(self.price.id.clone()), ..LineItem::new() };
        // Stripe refuses a quantity for usage-based prices.
        if matches!(self.price.charge, Charge::Flat(_)) {
            // What the product says goes before what the file says of all.
            let own = self.price.seats.map(|Seats { minimum, maximum }| QuantityRange { minimum, maximum });
            let range = own.or(self.options.adjustable_quantity);
            item.quantity = Some(range.map_or(1, |range| range.minimum.into()));
            item.adjustable_quantity = range.map(|range| AdjustableQuantity {
                minimum: Some(range.minimum.into()),
                maximum: Some(range.maximum.into()),
                ..AdjustableQuantity::new(true)
            });
        }
        item
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::model::{Money, Period, UnitAmount};

    fn price(charge: Charge) -> OfferedPrice {
        OfferedPrice {
            id: "price_1".into(),
            charge,
            elsewhere: [].into(),
            every: Period::MONTH,
            trial_days: None,
            seats: None,
        }
    }

    fn flat(amount: i64) -> Charge {
        Charge::Flat(Money { amount, currency: "usd".into() })
    }

    fn usage() -> Charge {
        Charge::Usage { each: UnitAmount::from_stripe("0.5", "usd").expect("an amount"), unit: "request".into() }
    }

    #[test]
    fn what_is_used_is_bought_without_saying_how_much() {
        let range = Some(QuantityRange { minimum: 3, maximum: 50 });
        for (charge, adjustable_quantity, quantity) in
            [(flat(1200), None, Some(1)), (flat(1200), range, Some(3)), (usage(), None, None), (usage(), range, None)]
        {
            let options = CheckoutOptions { adjustable_quantity, ..CheckoutOptions::default() };
            let price = price(charge);
            let item = Purchase { customer: "cus_1", price: &price, trial_days: None, options: &options }.line_item();
            assert_eq!(item.quantity, quantity);
            let bounds = item.adjustable_quantity.map(|it| (it.enabled, it.minimum, it.maximum));
            assert_eq!(bounds, range.filter(|_| quantity == Some(3)).map(|_| (true, Some(3), Some(50))));
        }
    }

    #[test]
    fn a_plan_sold_by_the_seat_has_the_bounds_of_its_product() {
        let price = OfferedPrice { seats: Seats::parse("5-10"), ..price(flat(1200)) };
        let range = Some(QuantityRange { minimum: 3, maximum: 50 });
        let options = CheckoutOptions { adjustable_quantity: range, ..CheckoutOptions::default() };
        let item = Purchase { customer: "cus_1", price: &price, trial_days: None, options: &options }.line_item();
        let bounds = item.adjustable_quantity.map(|it| (it.minimum, it.maximum));
        assert_eq!((item.quantity, bounds), (Some(5), Some((Some(5), Some(10)))));
        for text in ["", "5", "0-3", "4-3", "1-1000000", "a-b"] {
            assert_eq!(Seats::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_free_plan_needs_no_card_whatever_the_file_says() {
        use PaymentMethodCollection::{Always, IfRequired};
        for (amount, configured, collection) in [
            (0, Always, Collection::IfRequired),
            (0, IfRequired, Collection::IfRequired),
            (1200, Always, Collection::Always),
            (1200, IfRequired, Collection::IfRequired),
        ] {
            let options = CheckoutOptions { payment_method_collection: configured, ..CheckoutOptions::default() };
            let price = price(flat(amount));
            let purchase = Purchase { customer: "cus_1", price: &price, trial_days: None, options: &options };
            assert!(purchase.collection() == collection, "{amount} {configured:?}");
        }
    }

    #[test]
    fn metadata_has_room_for_the_longest_options() {
        let options = CheckoutOptions {
            promotion_codes: false,
            automatic_tax: false,
            billing_address: BillingAddress::Required,
            tax_ids: false,
            adjustable_quantity: Some(QuantityRange { minimum: 999_999, maximum: 999_999 }),
            terms_of_service: false,
            payment_method_collection: PaymentMethodCollection::IfRequired,
            locale: "es-419".parse().expect("a locale"),
        };
        let price = price(flat(1200));
        let purchase = Purchase { customer: "cus_1", price: &price, trial_days: None, options: &options };
        assert!(purchase.told_options().len() <= 300, "{}", purchase.told_options());
    }
}
