//! What a Checkout session asks its customer for.

use crate::params::choice;
use serde::{Deserialize, Serialize};

choice!(AskForAddress { Auto = "auto", Required = "required" });
choice!(CollectPaymentMethod { Always = "always", IfRequired = "if_required" });
choice!(TermsOfService { None = "none", Required = "required" });

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CheckoutOptions {
    pub allow_promotion_codes: Option<bool>,
    pub automatic_tax: bool,
    pub billing_address_collection: Option<AskForAddress>,
    /// What is typed replaces the address and the name of a customer there is.
    pub updates_address: bool,
    pub updates_name: bool,
    pub locale: Option<String>,
    pub payment_method_collection: CollectPaymentMethod,
    pub tax_id_collection: bool,
    pub terms_of_service: Option<TermsOfService>,
}

impl CheckoutOptions {
    pub fn wants_address(&self) -> bool {
        self.billing_address_collection == Some(AskForAddress::Required)
    }

    pub fn wants_terms(&self) -> bool {
        self.terms_of_service == Some(TermsOfService::Required)
    }
}

/// How many of a line can be bought.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct AdjustableQuantity {
    pub minimum: i64,
    pub maximum: i64,
}

impl AdjustableQuantity {
    pub fn allows(self, quantity: i64) -> bool {
        (self.minimum..=self.maximum).contains(&quantity)
    }
}
