//! What a Checkout session asks its customer for, as parameters say it.

use super::tax_settings;
use crate::billing;
use crate::error::Error;
use crate::params::{Params, choice};
use crate::state::{AskForAddress, CheckoutOptions, CollectPaymentMethod, Customer, TermsOfService};
use crate::tx::Tx;

choice!(Update { Auto = "auto", Never = "never" });

const ADDRESS_IS_NEEDED: &str = "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a \
    valid address to the Customer or set either `customer_update[address]` to 'auto' or `customer_update[shipping]` to \
    'auto' to save the address entered in Checkout to the Customer.";

const NAME_IS_NEEDED: &str = "Tax ID collection requires updating business name on the customer. To enable tax ID \
    collection for an existing customer, please set `customer_update[name]` to `auto`.";

const TERMS_ARE_NEEDED: &str = "You cannot collect consent to your terms of service unless a URL is set in the Stripe \
    Dashboard. Update your public business information in the Dashboard https://dashboard.stripe.com/settings/public \
    with a Terms of service URL to collect terms of service consent.";

/// With `customer_update` as it was sent.
pub(super) struct SentOptions {
    options: CheckoutOptions,
    has_update: bool,
}

impl SentOptions {
    pub fn read(params: &mut Params) -> Result<Self, Error> {
        let update = params.hash("customer_update", |hash| {
            let address: Option<Update> = hash.choice("address")?;
            let name: Option<Update> = hash.choice("name")?;
            Ok((address == Some(Update::Auto), name == Some(Update::Auto)))
        })?;
        let (updates_address, updates_name) = update.unwrap_or_default();
        let address: Option<AskForAddress> = params.choice("billing_address_collection")?;
        let collection: Option<CollectPaymentMethod> = params.choice("payment_method_collection")?;
        let terms: Option<Option<TermsOfService>> =
            params.hash("consent_collection", |hash| hash.choice("terms_of_service"))?;
        let options = CheckoutOptions {
            allow_promotion_codes: params.boolean("allow_promotion_codes")?,
            automatic_tax: tax_settings::read(params)?.unwrap_or(false),
            billing_address_collection: address,
            updates_address,
            updates_name,
            locale: params.word("locale")?,
            payment_method_collection: collection.unwrap_or(CollectPaymentMethod::Always),
            tax_id_collection: params
                .hash("tax_id_collection", |hash| {
                    let enabled = hash.boolean("enabled")?;
                    enabled.ok_or_else(|| Error::MissingParameter(hash.name("enabled")))
                })?
                .unwrap_or(false),
            terms_of_service: terms.flatten(),
        };
        Ok(Self { options, has_update: update.is_some() })
    }

    /// Refuses what the account or the customer is not ready for.
    pub fn checked(self, tx: &Tx<'_>, customer: Option<&str>) -> Result<CheckoutOptions, Error> {
        let Self { options, has_update } = self;
        if has_update && customer.is_none() {
            return Err(Error::invalid("customer_update", "`customer_update` can only be used with `customer`."));
        }
        if options.automatic_tax {
            tax_settings::check(tx, None)?;
            let is_located = |id| tx.get::<Customer>(id).is_some_and(billing::is_located);
            if customer.is_some_and(|id| !is_located(id)) && !options.updates_address {
                let code = Some("customer_tax_location_invalid");
                return Err(Error::Refused { message: ADDRESS_IS_NEEDED.to_owned(), code, param: None });
            }
        }
        if options.tax_id_collection && customer.is_some() && !options.updates_name {
            return Err(Error::refused(NAME_IS_NEEDED));
        }
        if options.wants_terms() && !tx.state().has_terms_url {
            return Err(Error::refused(TERMS_ARE_NEEDED));
        }
        Ok(options)
    }
}
