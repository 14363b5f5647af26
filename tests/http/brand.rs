//! The company's face: its style sheet, logo and font, and where its forms may lead.

use std::path::Path;

use clap::Parser;
use customer_portal::config::{Asset, Brand, BrandArgs};

use crate::support::TestApp;

const NO_STRIPE: &str = "http://127.0.0.1:1/";
const STRIPE: &str = "https://api.stripe.com/";

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";

/// The flags of `serve` that are about the brand.
#[derive(Parser)]
struct Flags {
    #[command(flatten)]
    brand: BrandArgs,
}

fn brand(flags: &[&str]) -> Brand {
    Flags::parse_from([&["serve"], flags].concat()).brand.brand().unwrap()
}

/// A file for one of the flags.
fn file(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

async fn start(brand: Brand) -> TestApp {
    TestApp::start_configured(NO_STRIPE, |_, site| site.brand = brand).await
}

const FOR_EVER: Option<&str> = Some("public, max-age=31536000, immutable");

#[tokio::test]
async fn a_color_is_in_a_style_sheet_that_every_page_links_to() {
    let app = start(brand(&["--brand-color", "#0b2a6f", "--brand-radius", "3px"])).await;
    let href = app.state.settings.brand.stylesheet.as_ref().map(Asset::href).unwrap();
    let mut browser = app.browser();
    for path in ["/", "/login", "/nope"] {
        let page = browser.get(path).await.body;
        let (own, brands) = (page.find("/pkg/app.css"), page.find(&format!("href=\"{href}\"")));
        assert!(own.is_some() && own < brands, "{path}: after the site's own, which it overrides: {page}");
    }
    let sheet = browser.get(&href).await;
    assert_eq!((sheet.status.as_u16(), sheet.header("content-type")), (200, Some("text/css; charset=utf-8")));
    assert_eq!((sheet.header("cache-control"), sheet.header("x-content-type-options")), (FOR_EVER, Some("nosniff")));
    assert!(sheet.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    assert!(!sheet.headers.contains_key("set-cookie"));
    for declaration in ["--button: #0b2a6f;", "--on-accent: #ffffff;", "--radius: 3px;"] {
        assert!(sheet.body.contains(declaration), "{}", sheet.body);
    }
}

#[tokio::test]
async fn only_with_its_hash_in_the_address_a_file_is_kept() {
    let app = start(brand(&["--brand-color", "coral"])).await;
    let mut browser = app.browser();
    for path in ["/brand.css", "/brand.css?v=", "/brand.css?v=0123456789abcdef", "/brand.css?v=1&v=2"] {
        let sheet = browser.get(path).await;
        assert_eq!((sheet.status.as_u16(), sheet.header("cache-control")), (200, Some("no-cache")), "{path}");
    }
}

#[tokio::test]
async fn without_a_brand_there_is_nothing_of_it() {
    let app = start(Brand::default()).await;
    let mut browser = app.browser();
    for path in ["/brand.css", "/brand/logo", "/brand/logo-dark", "/brand/font.woff2"] {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
    assert!(!browser.get("/login").await.body.contains("/brand"));
}

#[tokio::test]
async fn no_script_in_a_drawing_runs() {
    let folder = tempfile::tempdir().unwrap();
    let (light, dark) = (file(folder.path(), "logo", SVG), file(folder.path(), "dark", PNG));
    let app = start(brand(&["--brand-logo", &light, "--brand-logo-dark", &dark])).await;
    let mut browser = app.browser();
    let logo = browser.get("/brand/logo").await;
    assert_eq!((logo.header("content-type"), logo.body.as_str()), (Some("image/svg+xml; charset=utf-8"), SVG));
    let policy = logo.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none';") && policy.ends_with("; sandbox"), "{policy}");
    assert!(!policy.contains("script-src") && !policy.contains("allow-"), "{policy}");
    let dark = browser.get(&app.state.settings.brand.logo_dark.as_ref().map(Asset::href).unwrap()).await;
    assert_eq!((dark.header("content-type"), dark.header("cache-control")), (Some("image/png"), FOR_EVER));
    for answer in [logo, dark] {
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert!(answer.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"));
    }
    assert!(browser.get("/login").await.header("content-security-policy").unwrap().contains("img-src 'self';"));
}

#[tokio::test]
async fn a_font_is_loaded_from_here_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(folder.path(), "font", [b"wOF2".as_slice(), &[0; 4096]].concat());
    let app = start(brand(&["--brand-font", &path])).await;
    let href = app.state.settings.brand.font.as_ref().map(Asset::href).unwrap();
    let mut browser = app.browser();
    let request = browser.request(reqwest::Method::GET, &href).header("accept-encoding", "br, gzip");
    let font = browser.send(request).await;
    assert_eq!((font.status.as_u16(), font.header("content-type")), (200, Some("font/woff2")));
    assert_eq!((font.header("cache-control"), font.header("content-encoding")), (FOR_EVER, None));
    assert!(browser.get("/brand.css").await.body.contains(&format!("url(\"{href}\")")));
    assert!(browser.get("/login").await.header("content-security-policy").unwrap().contains("font-src 'self';"));
}

#[tokio::test]
async fn forms_may_lead_to_the_custom_domain_of_stripes_pages() {
    let brand = brand(&["--stripe-pages-origin", "https://pay.example.com/"]);
    let app = TestApp::start_configured(STRIPE, |_, site| site.brand = brand).await;
    let answer = app.browser().get("/login").await;
    let policy = answer.header("content-security-policy").unwrap();
    let named = "form-action 'self' https://billing.stripe.com https://checkout.stripe.com https://pay.example.com;";
    assert!(policy.contains(named), "{policy}");
}

#[tokio::test]
async fn pages_know_the_name_and_the_companys_own_pages() {
    let flags = ["--support-email", "help@example.com", "--terms-url", "https://www.example.com/terms"];
    let brand = brand(&flags);
    let app = TestApp::start_configured(NO_STRIPE, |_, site| {
        site.brand = brand;
        site.product.brand_name = Some("Engines".parse().unwrap());
    })
    .await;
    let brand = &app.state.settings.brand;
    assert_eq!(brand.name.as_ref().map(|name| name.as_str()), Some("Engines"));
    assert_eq!(brand.support.as_ref().map(|support| support.href()).as_deref(), Some("mailto:help@example.com"));
    assert_eq!(brand.terms.as_ref().map(|terms| terms.as_str()), Some("https://www.example.com/terms"));
    assert_eq!(brand.privacy, None);
}
