//! `sync` and `events`, as an operator uses them.

use std::process::Output;

use customer_portal::{
    account::{add_member, assign, create_account},
    auth::UserId,
    entity::user,
    model::Role,
};
use database::Database;
use migration::Migrator;
use mirror::{
    Mirror,
    entity::{product, stripe_event},
    inbox::{Event, Inbox},
};
use queue::job;
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::Expr};
use stripe_sim::Simulator;
use tempfile::TempDir;

use crate::program;

/// A folder with a migrated database, and a Stripe with a customer who pays.
struct Desk {
    folder: TempDir,
    db: Database,
    stripe: Simulator,
    customer: String,
}

impl Desk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/data/customer-portal.db", folder.path().display());
        let db = Database::connect(&url.parse().unwrap()).await.unwrap();
        db.migrate::<Migrator>().await.unwrap();
        let stripe = Simulator::start().await.unwrap();
        let create = async |path: &str, form: &[(&str, &str)]| {
            let url = format!("{}v1/{path}", stripe.base_url());
            let answer = reqwest::Client::new().post(url).bearer_auth("sk_test_x").form(form).send().await.unwrap();
            let object: serde_json::Value = answer.json().await.unwrap();
            object["id"].as_str().unwrap_or_else(|| panic!("{object}")).to_owned()
        };
        let card = [("payment_method", "pm_card_visa"), ("invoice_settings[default_payment_method]", "pm_card_visa")];
        let customer = create("customers", &card).await;
        let price = [("currency", "usd"), ("unit_amount", "100"), ("recurring[interval]", "month")];
        let price = create("prices", &[&price[..], &[("product_data[name]", "Pro")]].concat()).await;
        create("subscriptions", &[("customer", &customer), ("items[0][price]", &price)]).await;
        let desk = Self { folder, db, stripe, customer };
        desk.link(1, &desk.customer).await;
        desk
    }

    /// A new user who is this Stripe customer.
    async fn link(&self, user: i64, customer: &str) {
        let row = user::ActiveModel {
            id: Set(user),
            email: Set(format!("user{user}@example.com")),
            password_hash: Set(None),
            created_at: Set(0),
            ..Default::default()
        };
        user::Entity::insert(row).exec_without_returning(&self.db).await.unwrap();
        let account = create_account(&self.db, None, None).await.unwrap();
        add_member(&self.db, &account, UserId(user), Role::Owner).await.unwrap();
        let customer = customer.to_owned();
        self.db
            .write_tx(async |transaction| {
                Mirror::adopt(transaction, &customer).await?;
                assign(transaction, &account, &customer, None).await
            })
            .await
            .unwrap();
    }

    async fn run(&self, args: &[&str]) -> (Option<i32>, String) {
        let mut command = tokio::process::Command::from(program(&self.folder));
        command.args(args).env("STRIPE_SECRET_KEY", "sk_test_x").env("STRIPE_API_BASE", self.stripe.base_url());
        // Beside the simulator, which lives in this runtime.
        let Output { status, stdout, stderr } = command.output().await.unwrap();
        (status.code(), String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr))
    }

    async fn store(&self, id: &str, kind: &str) {
        let inbox = Inbox::new(Mirror::new(self.db.clone()));
        let body = format!(r#"{{"id":"{id}","type":"{kind}","created":1,"data":{{"object":{{"customer":"cus_x"}}}}}}"#);
        inbox.store(Event::parse(&body).unwrap()).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn checking_tells_what_differs_and_syncing_mends_it() {
    let desk = Desk::new().await;
    for args in [&["sync", "--all", "--check"][..], &["sync", &desk.customer, "--check"]] {
        let (code, said) = desk.run(args).await;
        assert_eq!(code, Some(1), "{said}");
        assert!(
            said.contains(&desk.customer) && said.contains("missing") && said.contains("subscriptions sub_"),
            "{said}"
        );
        assert_eq!(said.contains("prices price_"), args.contains(&"--all"), "{said}");
    }
    let (code, said) = desk.run(&["sync", "--all"]).await;
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("Customers: 1; 1 drifted and in step again, 0 not in this Stripe account, 0 not checked."),
        "{said}"
    );
    assert!(said.contains("Products and prices: 2 drifted and in step again, 0 not checked."), "{said}");
    for args in [&["sync", "--all", "--check"][..], &["sync", &desk.customer, "--check"], &["sync", &desk.customer]] {
        let (code, said) = desk.run(args).await;
        assert_eq!(code, Some(0), "{said}");
    }
    let (_, said) = desk.run(&["sync", "--all", "--after", &desk.customer]).await;
    assert!(said.contains("Customers: 0;"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_of_another_account_is_exit_status_one() {
    let desk = Desk::new().await;
    desk.link(2, "cus_2").await;
    let control = format!("{}_sim/account", desk.stripe.base_url());
    let body = serde_json::json!({ "forgotten": true });
    reqwest::Client::new().post(&control).json(&body).send().await.unwrap().error_for_status().unwrap();
    for args in [&["sync", "--all"][..], &["sync", "--all", "--check"]] {
        let (code, said) = desk.run(args).await;
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("knows none of these customers"), "{args:?}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_had_is_named_and_is_exit_status_one() {
    let desk = Desk::new().await;
    desk.run(&["sync", "--all"]).await;
    let products = product::Entity::find().all(&desk.db).await.unwrap();
    for id in [&desk.customer, &products[0].id] {
        let body = serde_json::json!({ "troubles": { (id.as_str()): { "kind": "garbage" } } });
        let control = format!("{}_sim/unkind", desk.stripe.base_url());
        reqwest::Client::new().post(&control).json(&body).send().await.unwrap().error_for_status().unwrap();
        for args in [&["sync", "--all"][..], &["sync", "--all", "--check"]] {
            let (code, said) = desk.run(args).await;
            assert_eq!(code, Some(1), "{said}");
            assert!(said.contains(id) && said.contains("objects that could not be checked: 1;"), "{args:?}: {said}");
        }
        let body = serde_json::json!({ "troubles": { (id.as_str()): null } });
        reqwest::Client::new().post(&control).json(&body).send().await.unwrap().error_for_status().unwrap();
    }
    let noted = job::Entity::find().all(&desk.db).await.unwrap();
    assert!(noted.len() == 2 && noted.iter().all(|job| job.failures == 1), "{noted:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_of_another_account_is_named_and_is_no_failure() {
    let desk = Desk::new().await;
    desk.run(&["sync", "--all"]).await;
    desk.link(2, "cus_elsewhere").await;
    for args in [&["sync", "--all", "--check"][..], &["sync", "--all"], &["sync", "--all", "--check"]] {
        let (code, said) = desk.run(args).await;
        assert!(code == Some(0) && said.contains("cus_elsewhere  is not in this Stripe account"), "{args:?}: {said}");
        assert!(said.contains(", 1 not in this Stripe account"), "{args:?}: {said}");
    }
    let (code, said) = desk.run(&["sync", "cus_elsewhere", "--check"]).await;
    assert!(code == Some(0) && said.contains("cus_elsewhere is not in this Stripe account."), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_sync_says_how_to_go_on() {
    let desk = Desk::new().await;
    for again in [&["sync", "--all", "--after", "cus_"][..], &["sync", "--all", "--check", "--after", "cus_"]] {
        let mut command = tokio::process::Command::from(program(&desk.folder));
        command.args(again).env("STRIPE_SECRET_KEY", "sk_test_x").env("STRIPE_API_BASE", "http://127.0.0.1:1/");
        let output = command.output().await.unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(&format!("to continue: customer-portal {}", again.join(" "))), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_listed_by_what_they_are_and_replayed() {
    let desk = Desk::new().await;
    desk.store("evt_1", "invoice.paid").await;
    desk.store("evt_2", "customer.updated").await;
    desk.store("evt_3", "charge.succeeded").await;
    for (args, expected) in [
        (&["--state", "ignored"][..], &["evt_3"][..]),
        (&["--state", "pending"], &["evt_1", "evt_2"]),
        (&["--type", "invoice.*"], &["evt_1"]),
        (&["--type", "customer.updated"], &["evt_2"]),
        (&["--customer", "cus_y"], &[]),
        (&["--since", "2026-01-01", "--limit", "1"], &["evt_3"]),
        (&["--until", "2026-01-01T00:00:00Z"], &[]),
    ] {
        let (code, said) = desk.run(&[&["events", "list"], args].concat()).await;
        assert_eq!(code, Some(0), "{said}");
        let listed: Vec<_> = ["evt_1", "evt_2", "evt_3"].into_iter().filter(|id| said.contains(id)).collect();
        assert_eq!(listed, expected, "{args:?}: {said}");
    }
    let dead = stripe_event::Entity::update_many()
        .col_expr(stripe_event::Column::State, Expr::value(stripe_event::State::Dead));
    dead.exec(&desk.db).await.unwrap();
    let (_, said) = desk.run(&["events", "replay", "--failed", "--dry-run"]).await;
    assert!(said.contains("2 events would be replayed."), "{said}");
    let (_, said) = desk.run(&["events", "list", "--state", "pending"]).await;
    assert!(!said.contains("evt_"), "{said}");
    let (_, said) = desk.run(&["events", "replay", "evt_1"]).await;
    assert!(said.contains("1 events will be processed again."), "{said}");
    let (_, said) = desk.run(&["events", "list", "--state", "pending"]).await;
    assert!(said.contains("evt_1") && !said.contains("evt_2"), "{said}");
    let (code, said) = desk.run(&["events", "replay"]).await;
    assert!(code == Some(1) && said.contains("required"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn undelivered_events_are_fetched_on_demand() {
    let desk = Desk::new().await;
    let (code, said) = desk.run(&["events", "fetch"]).await;
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("0 new events fetched"), "{said}");
}
