//! Features of the account: how much of them, until when, and what they wait for.

use billing::isolated;

use crate::{
    model::{Ending, Feature, Wait},
    say,
    text::Reader,
};

/// A feature in a list: "Projects: up to 3"
pub fn feature(feature: &Feature, reader: &Reader) -> String {
    let name = isolated(&feature.name);
    match feature.limit {
        Some(limit) => say!(reader, "feature-up-to", feature = name, limit = reader.count(limit)),
        None => name,
    }
}

/// When all that is included ends.
pub fn included_until(ending: Ending, reader: &Reader) -> String {
    let date = reader.date(ending.at);
    if ending.for_want_of_payment {
        say!(reader, "included-until-payment", date = date)
    } else {
        say!(reader, "included-until", date = date)
    }
}

/// What helps features that wait.
pub fn waits_for(wait: Wait, reader: &Reader) -> String {
    match wait {
        Wait::Payment => say!(reader, "available-once-paid"),
        Wait::Plan => say!(reader, "available-once-active"),
        Wait::Billing => say!(reader, "available-once-billed"),
        Wait::TrialEnd => say!(reader, "available-after-trial"),
    }
}
