//! The header `X-Forwarded-For`: an address or unknown, and the same however the proxy writes it.
#![no_main]

use axum::http::{HeaderMap, HeaderValue};
use customer_portal::auth::ClientAddress;
use libfuzzer_sys::fuzz_target;

fn client(value: &HeaderValue) -> ClientAddress {
    ClientAddress::forwarded(&HeaderMap::from_iter([("x-forwarded-for".parse().expect("a name"), value.clone())]))
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(value) = HeaderValue::from_bytes(bytes) else { return };
    let found = client(&value);
    assert!((1..=2).contains(&found.networks().count()));
    assert!(!found.network().to_string().is_empty());
    if let ClientAddress::Known(address) = found {
        assert_eq!(address, address.to_canonical());
        let again = HeaderValue::from_str(&format!("192.0.2.1, {address}")).expect("a value");
        assert_eq!(client(&again), found, "what the client says itself does not count");
    }
});
