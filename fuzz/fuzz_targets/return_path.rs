//! Where to go after signing in: never to another site, whatever the browser makes of it.
#![no_main]

use customer_portal::model::ReturnPath;
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|text: &str| {
    let Ok(path) = text.parse::<ReturnPath>();
    let site = Url::parse("https://billing.example.com/login").expect("address");
    // By the rules that browsers follow (WHATWG URL).
    let target = site.join(path.as_str()).expect("a path");
    assert_eq!(target.origin(), site.origin(), "{path}");
    assert!(path.as_str().bytes().all(|byte| byte.is_ascii_graphic()), "{path}");
    let login = site.join(&path.login_url()).expect("a path");
    let next = login.query_pairs().find(|(name, _)| name == "next").map(|(_, next)| next.into_owned());
    assert_eq!(next.unwrap_or_default().parse(), Ok(path), "the way back is kept");
});
