//! The header `Cookie`, before a page that reads all of ours.
#![no_main]

use axum::http::{HeaderValue, Request};
use fuzz::{Site, with_site};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(cookies) = HeaderValue::from_bytes(bytes) else { return };
    for path in ["/login?__path=%2Fapi%2Flogin&__err=IkNyZWRlbnRpYWxzIg%3D%3D", "/account"] {
        with_site(|site: &Site| {
            let answer = site.answer(Request::get(path).header("cookie", &cookies));
            assert!(!answer.contains("<script>"), "{answer}");
        });
    }
});
