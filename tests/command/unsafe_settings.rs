//! Settings that would put money, sessions or the key at risk: the program reports them and stops.

use std::{net::TcpListener, path::Path};

use tempfile::TempDir;

use crate::{LIVE_KEY, SECRET, TEST_KEY, WEBHOOK_SECRET, program, run, stripe::Ran};

type Env<'a> = [(&'a str, &'a str)];

fn refused(args: &[&str], env: &Env, words: &[&str]) {
    let ran = Ran::of(run(args, env));
    let said = format!("{}{}", ran.out, ran.err);
    assert_eq!(ran.status, 1, "{args:?} {env:?}: {said}");
    for words in words {
        assert!(said.contains(words), "{args:?} {env:?}: {words:?} in {said}");
    }
    assert!(!said.contains("panicked") && !said.contains(LIVE_KEY) && !said.contains(WEBHOOK_SECRET), "{said}");
}

/// Nothing is wrong with these settings: the server gets as far as to listen, where somebody else does.
fn accepted(args: &[&str], env: &Env) -> String {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    let ran = Ran::of(run(&[&["serve", "--site-addr", &addr], args].concat(), env));
    assert!(ran.err.contains("cannot listen on"), "{env:?}: {ran:?}");
    ran.err
}

const LIVE: [(&str, &str); 2] = [("STRIPE_SECRET_KEY", LIVE_KEY), ("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET)];
const PRODUCTION: [(&str, &str); 4] = [
    ("LEPTOS_ENV", "PROD"),
    ("APP_SECRET", SECRET),
    ("STRIPE_SECRET_KEY", TEST_KEY),
    ("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET),
];

fn with<'a>(env: &Env<'a>, more: &Env<'a>) -> Vec<(&'a str, &'a str)> {
    [env, more].concat()
}

#[test]
fn a_live_key_is_sent_nowhere_by_http() {
    let env = with(&LIVE, &[("STRIPE_API_BASE", "http://stripe.example.com/")]);
    for args in [
        ["serve"].as_slice(),
        &["sync", "cus_1"],
        &["sync", "--all"],
        &["events", "fetch"],
        &["portal", "plan", "--live"],
        &["portal", "apply", "--live", "--yes"],
        &["doctor"],
    ] {
        refused(args, &env, &["STRIPE_API_BASE must be https"]);
    }
    accepted(&[], &with(&LIVE, &[("STRIPE_API_BASE", "http://127.0.0.1:9/")]));
    accepted(&[], &with(&LIVE, &[("STRIPE_API_BASE", "https://proxy.example.com/")]));
}

#[test]
fn customers_are_not_asked_for_passwords_by_http() {
    let open = ("APP_URL", "http://billing.example.com");
    for settings in [LIVE.as_slice(), &PRODUCTION] {
        refused(&["serve"], &with(settings, &[open]), &["APP_URL is http://billing.example.com, and must be https"]);
        accepted(&[], &with(settings, &[("APP_URL", "https://billing.example.com")]));
        accepted(&[], &with(settings, &[("APP_URL", "http://localhost:3000")]));
    }
    refused(&["portal", "plan", "--live"], &with(&LIVE, &[open]), &["APP_URL is http://billing.example.com"]);
    accepted(&[], &[("STRIPE_SECRET_KEY", TEST_KEY), ("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET), open]);
}

#[test]
fn what_cannot_be_stripes_is_refused_in_earnest_and_warned_of_else() {
    let (cut_off, short) = (("STRIPE_SECRET_KEY", "sk_live_51Abc"), ("STRIPE_WEBHOOK_SECRET", "whsec_short"));
    for args in [["serve"].as_slice(), &["sync", "cus_1"], &["events", "fetch"], &["portal", "plan", "--live"]] {
        refused(args, &with(&LIVE, &[cut_off]), &["STRIPE_SECRET_KEY does not look like"]);
    }
    refused(&["serve"], &with(&LIVE, &[short]), &["STRIPE_WEBHOOK_SECRET does not look like"]);
    refused(&["serve"], &with(&PRODUCTION, &[short]), &["STRIPE_WEBHOOK_SECRET does not look like"]);
    let made_up = ("STRIPE_SECRET_KEY", "sk_test_x");
    refused(&["serve"], &with(&PRODUCTION, &[made_up]), &["STRIPE_SECRET_KEY does not look like"]);
    let warned = accepted(&[], &[made_up, ("STRIPE_WEBHOOK_SECRET", "whsec_x")]);
    assert!(warned.contains("WARN") && warned.contains("STRIPE_SECRET_KEY does not look like"), "{warned}");
    let silent = accepted(&[], &[("STRIPE_SECRET_KEY", TEST_KEY), ("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET)]);
    assert!(!silent.contains("does not look like"), "{silent}");
}

#[test]
fn the_doctor_tells_what_the_server_will_not_start_with() {
    for (setting, words) in [
        (("APP_SECRET", ""), "APP_SECRET is not set"),
        (("APP_SECRET", "short"), "APP_SECRET must have at least 32 bytes"),
        (("STRIPE_WEBHOOK_SECRET", "whsec_short"), "STRIPE_WEBHOOK_SECRET does not look like"),
        (("LEPTOS_ENV", "STAGING"), "STAGING is not a supported environment"),
    ] {
        let env = with(&PRODUCTION, &[setting, ("STRIPE_API_BASE", "http://127.0.0.1:9/")]);
        refused(&["doctor"], &env, &["settings", "the server does not start", words]);
    }
}

#[test]
fn the_identity_provider_is_named_and_reached_by_https() {
    let (way, client) = (("SIGN_IN", "oidc"), ("OIDC_CLIENT_ID", "portal"));
    let at = |issuer: &'static str| ("OIDC_ISSUER", issuer);
    // Nobody answers there, and nobody is asked.
    let good = with(&PRODUCTION, &[way, client, at("https://127.0.0.1:9/")]);
    accepted(&[], &good);
    for args in [["serve"], ["doctor"]] {
        refused(&args, &with(&PRODUCTION, &[way]), &["OIDC_ISSUER is not set"]);
        refused(&args, &with(&PRODUCTION, &[way, at("https://login.example.com")]), &["OIDC_CLIENT_ID is not set"]);
        let open = with(&good, &[at("http://login.example.com")]);
        refused(&args, &open, &["OIDC_ISSUER is http://login.example.com/, and must be https"]);
    }
    accepted(&[], &with(&good, &[at("http://127.0.0.1:9")]));
    let forgotten = accepted(&[], &with(&PRODUCTION, &[client]));
    assert!(forgotten.contains("OIDC_CLIENT_ID is set and does nothing"), "{forgotten}");
}

#[test]
fn the_simulator_is_shown_to_other_machines_only_if_that_is_meant() {
    let open = [("SIM_ADDR", "0.0.0.0:0")];
    refused(&["serve"], &open, &["SIM_ADDR is 0.0.0.0:0", "--allow-remote-simulator"]);
    accepted(&["--allow-remote-simulator"], &open);
    accepted(&[], &with(&open, &[("ALLOW_REMOTE_SIMULATOR", "true")]));
}

#[test]
fn settings_are_read_in_the_working_folder_and_nowhere_above() {
    let above = tempfile::tempdir().unwrap();
    let folder = TempDir::new_in(above.path()).unwrap();
    let dotenv =
        |at: &Path, name: &str| std::fs::write(at.join(".env"), format!("DATABASE_URL=sqlite://{name}")).unwrap();
    dotenv(above.path(), "foreign.db");
    assert!(program(&folder).arg("migrate").status().unwrap().success());
    assert!(folder.path().join("data/customer-portal.db").exists() && !folder.path().join("foreign.db").exists());
    dotenv(folder.path(), "own.db");
    assert!(program(&folder).arg("migrate").status().unwrap().success());
    assert!(folder.path().join("own.db").exists());
}

#[test]
fn every_secret_can_be_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("{text}\n")).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let database = file("database", &format!("sqlite://{}/from-a-file.db", folder.path().display()));
    let (secret, key) = (file("secret", SECRET), file("key", TEST_KEY));
    let webhook = file("webhook", &format!("{WEBHOOK_SECRET},{WEBHOOK_SECRET}"));
    let env = [
        ("LEPTOS_ENV", "PROD"),
        ("DATABASE_URL_FILE", database.as_str()),
        ("APP_SECRET_FILE", &secret),
        ("STRIPE_SECRET_KEY_FILE", &key),
        ("STRIPE_WEBHOOK_SECRET_FILE", &webhook),
        ("OIDC_CLIENT_SECRET_FILE", &key),
        ("SIGN_IN", "oidc"),
        ("OIDC_ISSUER", "https://127.0.0.1:9"),
        ("OIDC_CLIENT_ID", "portal"),
    ];
    accepted(&[], &env);
    assert!(folder.path().join("from-a-file.db").exists());
    for (name, _) in &env[1..6] {
        refused(&["serve"], &with(&env, &[(name, "/nowhere")]), &[&format!("{name}, /nowhere: it cannot be read")]);
        let value = name.trim_end_matches("_FILE");
        let both = format!("{value} and {name} are both set");
        refused(&["serve"], &with(&env, &[(value, "sqlite://x.db")]), &[&both]);
    }
}
