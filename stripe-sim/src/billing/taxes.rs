//! The tax on the lines of an invoice: by the rates that were set, or by the place the customer is in.

use crate::state::{
    Customer, Line, LineTax, Price, State, Subscription, TaxBehavior, TaxExempt, TaxId, TaxIdType, TaxRate, TaxReason,
};

/// Lines with the tax that comes to what discounts have left of them.
pub(super) fn add(state: &State, subscription: &Subscription, customer: &Customer, lines: &mut [Line]) {
    for line in lines {
        let item = subscription.items.iter().find(|item| item.id == line.subscription_item);
        let own = item.map(|item| &item.tax_rates).filter(|rates| !rates.is_empty());
        let named = Some(&line.tax_rates).filter(|rates| !rates.is_empty());
        let rates = named.or(own).unwrap_or(&subscription.default_tax_rates);
        line.taxes = if subscription.automatic_tax.is_on() {
            automatic(state, subscription, customer, line).into_iter().collect()
        } else {
            let rates = rates.iter().filter_map(|id| state.get::<TaxRate>(id));
            rates.map(|rate| tax(rate, line.net(), exemption(customer).unwrap_or(TaxReason::NotAvailable))).collect()
        };
    }
}

fn tax(rate: &TaxRate, taxable: i64, reason: TaxReason) -> LineTax {
    let amount = match (reason, rate.inclusive) {
        (TaxReason::CustomerExempt | TaxReason::ReverseCharge | TaxReason::NotCollecting, _) => 0,
        (_, true) => rate.percentage.within(taxable),
        (_, false) => rate.percentage.of(taxable),
    };
    // Without the tax that is in it.
    let taxable = if rate.inclusive { taxable - amount } else { taxable };
    LineTax { rate: Some(rate.id.clone()), amount, taxable, inclusive: rate.inclusive, reason }
}

fn exemption(customer: &Customer) -> Option<TaxReason> {
    match customer.tax_exempt {
        TaxExempt::None => None,
        TaxExempt::Exempt => Some(TaxReason::CustomerExempt),
        TaxExempt::Reverse => Some(TaxReason::ReverseCharge),
    }
}

fn automatic(state: &State, subscription: &Subscription, customer: &Customer, line: &Line) -> Option<LineTax> {
    let (country, region) = place(customer)?;
    let behavior = state.get::<Price>(&line.price).map_or(TaxBehavior::Unspecified, |price| price.tax_behavior);
    let inclusive = state.tax_settings.is_inclusive(behavior, &subscription.currency);
    let Some(rate) = TaxRate::of_place(state, country, region, inclusive) else {
        let reason = TaxReason::NotCollecting;
        return Some(LineTax { rate: None, amount: 0, taxable: 0, inclusive, reason });
    };
    let business = is_business_abroad(state, customer, country).then_some(TaxReason::ReverseCharge);
    Some(tax(rate, line.net(), exemption(customer).or(business).unwrap_or(TaxReason::StandardRated)))
}

/// A business in the European Union accounts itself for what it buys from another country.
fn is_business_abroad(state: &State, customer: &Customer, country: &str) -> bool {
    let mut own = state.tax_ids.with("customer", &customer.id);
    let registered = own.any(|id: &TaxId| id.kind == TaxIdType::EuVat && id.country().as_deref() == Some(country));
    registered && state.tax_settings.country() != Some(country)
}

/// Where tax is due: a country, and in North America a state.
fn place(customer: &Customer) -> Option<(&str, Option<&str>)> {
    let address = customer.address.as_ref()?;
    let country = address.country.as_deref()?;
    let region = address.state.as_deref();
    (region.is_some() || !matches!(country, "US" | "CA")).then_some((country, region))
}

/// Whether it is known well enough where a customer is.
pub(crate) fn is_located(customer: &Customer) -> bool {
    place(customer).is_some()
}
