//! The doctor as a command: its exit status, its JSON, and that it asks before a fix. Its findings
//! are tested in `tests/http/doctor.rs`.

use database::Database;
use migration::Migrator;
use mirror::installation;
use serde_json::Value;
use stripe::Mode;

use crate::{
    LIVE_KEY,
    stripe::{Account, Ran},
};

#[tokio::test(flavor = "multi_thread")]
async fn red_is_exit_status_one_and_says_what_to_do() {
    let account = Account::open().await;
    let ran = account.run(&["doctor", "--json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.status, &report["verdict"], &report["mode"]), (1, &"red".into(), &"test".into()), "{ran:?}");
    for finding in report["findings"].as_array().unwrap() {
        assert_eq!(finding["do"].is_null(), finding["level"] == "green", "{finding}");
    }
    assert!(!account.folder.path().join("data").exists(), "looking makes no database");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_installation_with_nothing_right_is_examined_all_the_same() {
    let account = Account::open().await;
    for (name, value, words) in [
        ("STRIPE_SECRET_KEY", "", "STRIPE_SECRET_KEY is not set"),
        ("STRIPE_SECRET_KEY", "pk_test_x", "STRIPE_SECRET_KEY is a publishable key"),
        ("STRIPE_SECRET_KEY", LIVE_KEY, "Stripe refuses STRIPE_SECRET_KEY"),
        ("STRIPE_SECRET_KEY", "sk_live_x", "STRIPE_SECRET_KEY does not look like a Stripe key"),
        ("EXTRA_CA_FILE", "/nowhere/ca.pem", "name a PEM file that can be read"),
        ("STRIPE_WEBHOOK_SECRET", "secret", "STRIPE_WEBHOOK_SECRET must be"),
        ("DATABASE_URL", "mysql://root:SECRET@h/d", "DATABASE_URL must begin with"),
    ] {
        let ran = Ran::of(account.command(&["doctor"]).env(name, value).output().unwrap());
        assert!(ran.status == 1 && ran.out.contains(words), "{words}: {ran:?}");
        assert!(ran.out.contains("there is no data/customer-portal.db") || name == "DATABASE_URL", "{ran:?}");
        assert!(!ran.out.contains("SECRET@") && !ran.err.contains("SECRET@"), "{ran:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_mended_unasked() {
    let account = Account::open().await;
    let ran = account.run(&["doctor", "--fix"]);
    assert!(ran.status == 1 && ran.err.contains("--yes"), "{ran:?}");
    assert!(account.all("webhook_endpoints").await.is_empty());

    let ran = account.run(&["doctor", "--fix", "--yes"]);
    assert!(ran.out.contains("STRIPE_WEBHOOK_SECRET=whsec_"), "{ran:?}");
    let endpoints = account.all("webhook_endpoints").await;
    assert_eq!(endpoints.len(), 1);
    assert_eq!(endpoints[0]["url"], "https://billing.invalid/api/stripe/webhook");
    let events = endpoints[0]["enabled_events"].as_array().unwrap();
    let handled: Vec<_> = mirror::inbox::handled().collect();
    assert_eq!(*events, handled, "exactly those that something is done with");

    let ran = account.run(&["doctor", "--fix", "--yes"]);
    assert!(ran.out.contains("nothing to fix") && !ran.out.contains("whsec_"), "{ran:?}");
    assert_eq!(account.all("webhook_endpoints").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_does_not_start_on_data_of_the_other_mode() {
    let account = Account::open().await;
    let url = format!("sqlite://{}/live.db", account.folder.path().display());
    let db = Database::connect(&url.parse().unwrap()).await.unwrap();
    db.migrate::<Migrator>().await.unwrap();
    installation::claim(&db, Mode::Live).await.unwrap();
    for command in [["serve"].as_slice(), &["sync", "cus_1"], &["portal", "plan"], &["portal", "apply", "--yes"]] {
        let mut command = account.command(command);
        let ran = Ran::of(command.env("DATABASE_URL", &url).env("STRIPE_WEBHOOK_SECRET", "whsec_x").output().unwrap());
        assert!(
            ran.status == 1 && ran.err.contains("test mode key, but this database contains live mode data"),
            "{ran:?}"
        );
    }
}
