//! The error of a refused form in the address of a page, where anybody can write it.
#![no_main]

use axum::http::{Request, Uri};
use fuzz::{Site, with_site};
use libfuzzer_sys::fuzz_target;
use url::form_urlencoded::Serializer;

const PAGES: [(&str, &str); 5] = [
    ("/login", "/api/login"),
    ("/signup", "/api/signup"),
    ("/pricing", "/api/checkout"),
    ("/account/password", "/api/change_password"),
    ("/", "/api/logout"),
];

// A path, a line break, an error.
fuzz_target!(|input: &str| {
    let (path, error) = input.split_once('\n').unwrap_or((input, ""));
    let query =
        |path: &str| Serializer::new(String::new()).append_pair("__path", path).append_pair("__err", error).finish();
    for (page, action) in PAGES {
        for query in [query(action), query(path), error.to_owned()] {
            let Ok(uri) = format!("{page}?{query}").parse::<Uri>() else { continue };
            with_site(|site: &Site| {
                let answer = site.answer(Request::get(uri));
                assert!(!answer.contains("<script>"), "{answer}");
            });
        }
    }
});
