//! Settings with which the server must not start, and their errors.

use crate::{TEST_KEY, WEBHOOK_SECRET, run};

fn refused(env: &[(&str, &str)], said: &[&str]) {
    let output = run(&["serve"], env);
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code().map(|code| code == 0), Some(false), "{text}");
    for words in said {
        assert!(text.contains(words), "{env:?}: {words:?} in {text}");
    }
    assert!(!text.contains("panicked") && !text.contains("sk_test_SECRET"), "{text}");
}

#[test]
fn production_does_not_run_on_the_simulator() {
    refused(&[("LEPTOS_ENV", "PROD")], &["STRIPE_SECRET_KEY is not set", "production"]);
    refused(&[("LEPTOS_ENV", "PROD"), ("STRIPE_SECRET_KEY", " ")], &["STRIPE_SECRET_KEY is not set"]);
}

#[test]
fn a_key_needs_its_webhook_secret() {
    refused(&[("STRIPE_SECRET_KEY", "sk_test_SECRET")], &["STRIPE_WEBHOOK_SECRET is not set"]);
    refused(
        &[("STRIPE_SECRET_KEY", "sk_test_SECRET"), ("STRIPE_WEBHOOK_SECRET", "secret")],
        &["STRIPE_WEBHOOK_SECRET must be", "whsec_"],
    );
}

#[test]
fn production_needs_a_secret_of_its_own() {
    let stripe = [("LEPTOS_ENV", "PROD"), ("STRIPE_SECRET_KEY", TEST_KEY), ("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET)];
    let with = |more: &[(&'static str, &'static str)]| [stripe.as_slice(), more].concat();
    refused(&with(&[]), &["APP_SECRET is not set", "`openssl rand -base64 32`"]);
    refused(&with(&[("APP_SECRET", " ")]), &["APP_SECRET is not set"]);
    refused(&with(&[("APP_SECRET", "sk_test_SECRET")]), &["APP_SECRET must have at least 32 bytes"]);
    refused(&with(&[("APP_SECRET_FILE", "/nowhere")]), &["APP_SECRET_FILE, /nowhere: it cannot be read"]);
    refused(&with(&[("APP_SECRET", "sk_test_SECRET"), ("APP_SECRET_FILE", "/x")]), &["both set"]);
}

#[test]
fn what_is_no_key_is_named() {
    let webhook = ("STRIPE_WEBHOOK_SECRET", "whsec_x");
    refused(&[("STRIPE_SECRET_KEY", "pk_test_abc"), webhook], &["publishable key"]);
    refused(&[("STRIPE_SECRET_KEY", "hello"), webhook], &["does not look like a Stripe secret key"]);
}

#[test]
fn addresses_that_are_none_are_named() {
    refused(&[("APP_URL", "example.com")], &["APP_URL", "https://"]);
    refused(&[("APP_URL", "https://example.com/app")], &["origin alone"]);
    refused(&[("DATABASE_URL", "mysql://u:sk_test_SECRET@h")], &["DATABASE_URL", "sqlite:// or postgres://"]);
    refused(&[("LEPTOS_ENV", "STAGING")], &["STAGING is not a supported environment"]);
    refused(&[("SIM_ADDR", "here")], &["SIM_ADDR", "here"]);
    refused(&[("SECURITY_CONTACT", "security@example.com")], &["SECURITY_CONTACT", "mailto:"]);
}

#[test]
fn a_look_that_cannot_be_shown_is_named_beside_an_example() {
    for (variable, written, expected) in [
        ("BRAND_COLOR", "blu", "#0b2a6f"),
        ("BRAND_COLOR", "#0b2a6f80", "opaque color such as #0b2a6f"),
        ("BRAND_RADIUS", "8", "8px or 0.5rem"),
        ("BRAND_RADIUS", "40px", "at most 32px"),
        ("SUPPORT_URL", "http://www.example.com/help", "https://"),
        ("SUPPORT_EMAIL", "help.example.com", "support@example.com"),
        ("TERMS_URL", "/terms", "https://www.example.com/terms"),
        ("PRIVACY_URL", "javascript:alert(1)", "https://"),
        ("STRIPE_PAGES_ORIGIN", "http://pay.example.com", "https://billing.example.com"),
        ("STRIPE_PAGES_ORIGIN", "https://pay.example.com/p", "origin alone"),
        ("BRAND_LOGO", "/nowhere/logo.svg", "it cannot be read"),
        ("BRAND_LOGO", "/dev/null", "SVG, PNG or WebP"),
        ("BRAND_LOGO_DARK", "/dev/zero", "larger than 262144 bytes"),
        ("BRAND_FONT", "/dev/zero", "larger than 524288 bytes"),
        ("BRAND_FONT", "/dev/null", "WOFF2"),
    ] {
        refused(&[(variable, written)], &[variable, written, expected]);
    }
    let both = [("SUPPORT_URL", "https://www.example.com/help"), ("SUPPORT_EMAIL", "help@example.com")];
    refused(&both, &["SUPPORT_URL is https://www.example.com/help and SUPPORT_EMAIL is help@example.com: keep one"]);
}

#[test]
fn a_dark_logo_needs_a_light_one() {
    let folder = tempfile::tempdir().unwrap();
    let logo = folder.path().join("logo.svg");
    std::fs::write(&logo, "<svg />").unwrap();
    let logo = logo.to_str().unwrap();
    refused(&[("BRAND_LOGO_DARK", logo)], &["BRAND_LOGO_DARK is", logo, "BRAND_LOGO is not set"]);
}

#[test]
fn a_color_in_the_environments_file_needs_quotes() {
    for (line, said) in [
        ("BRAND_COLOR=#0b2a6f", "there is no color: write one such as \"#0b2a6f\", in quotes"),
        ("BRAND_COLOR=\"#12\"", "\"#12\" is not a CSS color"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(".env"), line).unwrap();
        let output = crate::program(&folder).arg("serve").output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && text.contains("BRAND_COLOR") && text.contains(said), "{text}");
    }
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    refused(&[("LEPTOS_SITE_ADDR", &addr)], &["cannot listen on", &addr]);
}

#[test]
fn every_variable_is_a_flag_too() {
    let output = run(&["serve", "--help"], &[]);
    assert!(output.status.success());
    let help = String::from_utf8_lossy(&output.stdout);
    for (flag, variable) in [
        ("--database-url", "DATABASE_URL"),
        ("--app-url", "APP_URL"),
        ("--stripe-secret-key", "STRIPE_SECRET_KEY"),
        ("--stripe-webhook-secret", "STRIPE_WEBHOOK_SECRET"),
        ("--stripe-api-base", "STRIPE_API_BASE"),
        ("--stripe-portal-configuration", "STRIPE_PORTAL_CONFIGURATION"),
        ("--app-secret", "APP_SECRET"),
        ("--app-secret-file", "APP_SECRET_FILE"),
        ("--database-url-file", "DATABASE_URL_FILE"),
        ("--stripe-secret-key-file", "STRIPE_SECRET_KEY_FILE"),
        ("--stripe-webhook-secret-file", "STRIPE_WEBHOOK_SECRET_FILE"),
        ("--sim-addr", "SIM_ADDR"),
        ("--allow-remote-simulator", "ALLOW_REMOTE_SIMULATOR"),
        ("--site-addr", "LEPTOS_SITE_ADDR"),
        ("--site-root", "LEPTOS_SITE_ROOT"),
        ("--leptos-env", "LEPTOS_ENV"),
        ("--security-contact", "SECURITY_CONTACT"),
        ("--trust-proxy", "TRUST_PROXY"),
        ("--metrics-addr", "METRICS_ADDR"),
        ("--stripe-rate", "STRIPE_RATE"),
        ("--extra-ca-file", "EXTRA_CA_FILE"),
        ("--sync-attempts", "SYNC_ATTEMPTS"),
        ("--brand-logo", "BRAND_LOGO"),
        ("--brand-logo-dark", "BRAND_LOGO_DARK"),
        ("--brand-color", "BRAND_COLOR"),
        ("--brand-radius", "BRAND_RADIUS"),
        ("--brand-font", "BRAND_FONT"),
        ("--support-url", "SUPPORT_URL"),
        ("--support-email", "SUPPORT_EMAIL"),
        ("--terms-url", "TERMS_URL"),
        ("--privacy-url", "PRIVACY_URL"),
        ("--stripe-pages-origin", "STRIPE_PAGES_ORIGIN"),
    ] {
        assert!(help.contains(flag) && help.contains(&format!("[env: {variable}")), "{flag}: {help}");
    }
}

#[test]
fn secrets_in_the_environment_do_not_show_in_the_help() {
    let output = run(
        &["serve", "--help"],
        &[
            ("STRIPE_SECRET_KEY", "sk_test_HIDDEN"),
            ("STRIPE_WEBHOOK_SECRET", "whsec_HIDDEN"),
            ("DATABASE_URL", "postgres://u:HIDDEN@h/d"),
            ("APP_SECRET", "HIDDEN"),
        ],
    );
    assert!(!String::from_utf8_lossy(&output.stdout).contains("HIDDEN"));
}

#[test]
fn syncing_nobody_is_an_error_in_words() {
    let folder = tempfile::tempdir().unwrap();
    assert!(crate::program(&folder).arg("migrate").status().unwrap().success());
    for (env, said) in [
        (vec![], "STRIPE_SECRET_KEY is not set"),
        (vec![("STRIPE_SECRET_KEY", "sk_test_x")], "the customer cus_nobody is not mirrored"),
    ] {
        let output = crate::program(&folder).args(["sync", "cus_nobody"]).envs(env).output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && text.contains(said), "{text}");
    }
}

#[test]
fn a_line_of_the_environments_file_that_is_none_is_not_told_with_its_secret() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".env"), "STRIPE_SECRET_KEY=sk_live_HIDDEN and more\n").unwrap();
    let output = crate::program(&folder).arg("migrate").output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && text.contains("a line is not NAME=VALUE"), "{text}");
    assert!(!text.contains("HIDDEN"), "{text}");
}

#[test]
fn migrating_twice_is_as_good_as_once() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let output = crate::program(&folder).arg("migrate").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(folder.path().join("data/customer-portal.db").exists());
}

#[test]
fn an_address_of_a_database_that_is_none_is_not_told_with_its_password() {
    for command in ["migrate", "doctor"] {
        let output =
            run(&[command], &[("DATABASE_URL", "postgres://u:HIDDEN/x@h/d"), ("STRIPE_SECRET_KEY", "sk_test_x")]);
        let text = format!("{}{}", String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
        assert!(!output.status.success() && text.contains("%2F") && !text.contains("HIDDEN"), "{text}");
    }
}

#[test]
fn a_database_that_cannot_be_opened_is_an_error_in_words() {
    let output = run(&["migrate"], &[("DATABASE_URL", "sqlite:///proc/nowhere/app.db")]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && text.contains("error: the database"), "{text}");
}
