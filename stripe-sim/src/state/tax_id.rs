//! Customers' tax ids.

use super::table::{Key, Kind};

use crate::params::{Choice, choice};
use serde::{Deserialize, Serialize};

// Those the simulator can say the country of; Stripe has more than a hundred.
choice!(TaxIdType {
    AuAbn = "au_abn",
    BrCnpj = "br_cnpj",
    CaBn = "ca_bn",
    CaGstHst = "ca_gst_hst",
    ChVat = "ch_vat",
    EsCif = "es_cif",
    EuOssVat = "eu_oss_vat",
    EuVat = "eu_vat",
    GbVat = "gb_vat",
    HuTin = "hu_tin",
    InGst = "in_gst",
    JpTrn = "jp_trn",
    KrBrn = "kr_brn",
    MxRfc = "mx_rfc",
    NoVat = "no_vat",
    NzGst = "nz_gst",
    SgGst = "sg_gst",
    ThVat = "th_vat",
    TwVat = "tw_vat",
    UaVat = "ua_vat",
    UsEin = "us_ein",
    ZaVat = "za_vat",
});

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TaxId {
    pub id: String,
    pub created: i64,
    pub customer: String,
    #[serde(rename = "type")]
    pub kind: TaxIdType,
    pub value: String,
}

impl TaxId {
    /// Where it was given out, as far as it says so.
    pub fn country(&self) -> Option<String> {
        let begins =
            |text: &str| text.chars().take(2).filter(char::is_ascii_alphabetic).collect::<String>().to_uppercase();
        let country = match self.kind {
            TaxIdType::EuVat | TaxIdType::EuOssVat => begins(&self.value),
            kind => begins(kind.word()),
        };
        (country.len() == 2).then_some(country)
    }

    /// A number of this ending is one that could not be verified, as with Stripe's test numbers.
    pub fn verification(&self) -> &'static str {
        match self.value.as_str() {
            "000000000" => "verified",
            "111111111" => "unverified",
            "222222222" => "pending",
            _ if matches!(self.kind, TaxIdType::EuVat | TaxIdType::GbVat | TaxIdType::AuAbn) => "verified",
            _ => "unavailable",
        }
    }
}

impl Kind for TaxId {
    const NOUN: &'static str = "tax id";
    const EVENTS: &'static str = "customer.tax_id";

    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created
    }

    fn keys(&self) -> Vec<Key> {
        vec![("customer", self.customer.clone())]
    }
}
