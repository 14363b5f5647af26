//! The header `Accept-Language` with the time zone's cookie: dates and amounts are written whatever is asked for.
#![no_main]

use std::time::{Duration, Instant};

use billing::Money;
use customer_portal::text::Reader;
use libfuzzer_sys::fuzz_target;
use time::OffsetDateTime;

// The header, a line break, the zone.
fuzz_target!(|input: &str| {
    let (language, zone) = input.split_once('\n').unwrap_or((input, ""));
    let began = Instant::now();
    let reader = Reader::new(None, Some(language), Some(zone));
    assert!(!reader.date(OffsetDateTime::UNIX_EPOCH).is_empty());
    assert!(!reader.moment(OffsetDateTime::UNIX_EPOCH).is_empty());
    assert!(!reader.money(&Money { amount: 123_456, currency: "eur".to_owned() }).is_empty());
    assert!(!reader.lang().is_empty());
    assert!(began.elapsed() < Duration::from_secs(1), "a header takes a second to read");
});
