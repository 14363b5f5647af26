//! `customer-portal link`: those who are customers at Stripe already get their accounts.

use std::process::Command;

use customer_portal::{
    account::{add_member, create_account, create_without_password, customer_of, members, owner_of},
    entity::{account, customer_owner, identity, user},
    model::{AccountId, Role},
};
use sea_orm::{ActiveValue::Set, EntityTrait, PaginatorTrait};

use crate::support::{Stripe, TestApp};

/// Its exit status, and what it said.
async fn link(app: &TestApp, stripe: &Stripe, args: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_customer-portal"));
    command.arg("link").args(args).env_clear().envs([
        ("DATABASE_URL", app.database().expose()),
        ("STRIPE_SECRET_KEY", "sk_test_app"),
        ("STRIPE_API_BASE", &stripe.base()),
    ]);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code(), said)
}

async fn counts(app: &TestApp) -> (u64, u64, u64) {
    let db = &app.state.db;
    (
        account::Entity::find().count(db).await.unwrap(),
        customer_owner::Entity::find().count(db).await.unwrap(),
        user::Entity::find().count(db).await.unwrap(),
    )
}

async fn account_named(app: &TestApp, external: &str) -> AccountId {
    let all = account::Entity::find().all(&app.state.db).await.unwrap();
    let found = all.iter().find(|account| account.external_id.as_deref() == Some(external));
    found.unwrap_or_else(|| panic!("no {external}: {all:?}")).id.parse().unwrap()
}

async fn customer(stripe: &Stripe, fields: &[(&str, &str)]) -> String {
    stripe.post("customers", fields).await["id"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_linked_line_by_line() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    app.leaves_jobs(["customer"; 3]);
    let file = "\u{feff}external_id,email,stripe_customer_id,name,role\n\
                team-1,Ada@Example.com,cus_1,Engines,owner\n\
                team-2,,cus_2,,\n\
                team-3,grace@example.com,cus_1,,viewer\n\
                team-1,ada@example.com,cus_3,,\n\
                ,x@example.com,cus_4,,\n\
                acct_1,x@example.com,cus_5,,\n\
                team-6,no address,cus_6,,\n\
                team-7,x@example.com,cus_7,,boss\n\
                team-8,x@example.com,,,\n\
                team-9,x@example.com\n\
                team-10,\"lin@example.com\",cus_10,\"Lin, Ltd.\",billing\n";
    let path = app.write("customers.csv", file);
    let path = path.to_str().unwrap();
    let refusals = [
        ("line 4:", "the Stripe customer belongs to another account"),
        ("line 5:", "the account has another Stripe customer"),
        ("line 6:", "an external id has 1 to 200 characters"),
        ("line 7:", "an account's id is acct_ and 32 hexadecimal digits"),
        ("line 8:", "email: it is not an e-mail address"),
        ("line 9:", "a role is owner, billing or viewer"),
        ("line 10:", "stripe_customer_id is empty"),
        ("line 11:", "CSV error"),
    ];
    let (code, said) = link(&app, &stripe, &["--file", path, "--dry-run"]).await;
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("3 would be linked, 0 were linked before, 8 refused."), "{said}");
    assert_eq!(counts(&app).await, (0, 0, 0), "a dry run writes nothing");

    for (first, before) in [("3 linked, 0 were", (3, 3, 2)), ("0 linked, 3 were", (3, 3, 2))] {
        let (code, said) = link(&app, &stripe, &["--file", path]).await;
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains(first), "{said}");
        for (line, why) in refusals {
            assert!(said.lines().any(|said| said.starts_with(line) && said.contains(why)), "{line} {why}: {said}");
        }
        assert_eq!(counts(&app).await, before);
    }
    let db = &app.state.db;
    let engines = account_named(&app, "team-1").await;
    assert_eq!(customer_of(db, &engines).await.unwrap().as_deref(), Some("cus_1"));
    let all = members(db, &engines, 1).await.unwrap().rows;
    assert_eq!((all[0].email.as_str(), all[0].role), ("ada@example.com", Role::Owner));
    assert!(members(db, &account_named(&app, "team-2").await, 1).await.unwrap().rows.is_empty());
    assert_eq!(members(db, &account_named(&app, "team-10").await, 1).await.unwrap().rows[0].role, Role::Billing);
    // Nobody was asked for but a sync, and by the queue.
    assert!(stripe.read("requests").await["requests"].as_array().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_such_file_is_refused() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    for (file, why) in [
        ("external_id;email;stripe_customer_id\na;b;c\n", "separated by commas"),
        ("external_id,email\na,b\n", "stripe_customer_id is missing"),
        ("", "external_id is missing"),
    ] {
        let path = app.write("customers.csv", file);
        let (code, said) = link(&app, &stripe, &["--file", path.to_str().unwrap()]).await;
        assert!(code == Some(1) && said.contains(why), "{file:?}: {said}");
    }
    let (code, said) = link(&app, &stripe, &["--file", "/nowhere.csv"]).await;
    assert!(code == Some(1) && said.contains("/nowhere.csv"), "{said}");
    let (code, said) = link(&app, &stripe, &[]).await;
    assert!(code == Some(1) && said.contains("--file"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_customer_at_stripe_is_linked_by_its_metadata() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    app.leaves_jobs(["customer"; 3]);
    let lost = AccountId::random();
    let ada =
        customer(&stripe, &[("email", "Ada@example.com"), ("metadata[user_id]", "team-1"), ("name", "Engines")]).await;
    let again = customer(&stripe, &[("email", "ada@example.com"), ("metadata[user_id]", "team-1")]).await;
    let ours = [("metadata[account_id]", lost.as_str()), ("metadata[external_id]", "team-2")];
    let ours = customer(&stripe, &ours).await;
    let other = customer(&stripe, &[("email", "eve@example.com"), ("metadata[team]", "team-3")]).await;
    for _ in 0..2 {
        let (code, said) = link(&app, &stripe, &["--from-stripe"]).await;
        assert_eq!(code, Some(1), "{said}");
        // Stripe lists the newest first.
        for (customer, why) in [(&ada, "the account has another"), (&other, "has no metadata[user_id]")] {
            assert!(said.lines().any(|line| line.starts_with(customer.as_str()) && line.contains(why)), "{said}");
        }
        assert_eq!(counts(&app).await, (2, 2, 1), "{said}");
    }
    let db = &app.state.db;
    assert_eq!(owner_of(db, &again).await.unwrap(), Some(account_named(&app, "team-1").await));
    assert_eq!(owner_of(db, &ours).await.unwrap(), Some(lost.clone()), "a lost database comes back");
    assert_eq!(account_named(&app, "team-2").await, lost);

    let (code, said) = link(&app, &stripe, &["--from-stripe", "--metadata-key", "team"]).await;
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(owner_of(db, &other).await.unwrap(), Some(account_named(&app, "team-3").await));
}

#[tokio::test(flavor = "multi_thread")]
async fn by_address_only_when_asked_and_never_to_who_signed_up() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    app.leaves_jobs(["customer"]);
    let known = customer(&stripe, &[("email", "ada@example.com")]).await;
    let squatted = customer(&stripe, &[("email", "eve@example.com")]).await;
    for _ in 0..2 {
        customer(&stripe, &[("email", "twin@example.com")]).await;
    }
    app.user("eve@example.com").await;
    let file = "external_id,email,stripe_customer_id\nteam-1,ADA@example.com,\nteam-2,twin@example.com,\nteam-3,x@example.com,\n";
    let path = app.write("customers.csv", file);
    let path = path.to_str().unwrap();
    let (code, said) = link(&app, &stripe, &["--file", path]).await;
    assert!(code == Some(1) && said.contains("0 linked"), "{said}");
    let (code, said) = link(&app, &stripe, &["--file", path, "--by-email"]).await;
    assert_eq!(code, Some(1), "{said}");
    let db = &app.state.db;
    assert_eq!(owner_of(db, &known).await.unwrap(), Some(account_named(&app, "team-1").await));
    assert!(said.contains("line 3: several Stripe customers have this address"), "{said}");
    assert!(said.contains("line 4: no Stripe customer has this address"), "{said}");

    let (code, said) = link(&app, &stripe, &["--from-stripe", "--by-email"]).await;
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(owner_of(db, &squatted).await.unwrap(), None, "an address that was typed proves nothing");
    assert!(said.matches("the same address as another Stripe customer").count() == 2, "{said}");
    let (code, said) = link(&app, &stripe, &["--from-stripe", "--by-email", "--after", &known]).await;
    assert!(code == Some(1) && said.contains("cannot be used with"), "who is on no page may have the same: {said}");
}

/// The only member of a new account, by what the product says of them.
async fn member(app: &TestApp, external: &str, email: &str, email_verified: bool, role: Role) -> AccountId {
    let db = &app.state.db;
    let account = create_account(db, Some(&external.parse().unwrap()), None).await.unwrap();
    let user = create_without_password(db, &email.parse().unwrap(), email_verified).await.unwrap();
    add_member(db, &account, user, role).await.unwrap();
    account
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stripe_customer_goes_by_address_only_to_an_owner_whose_address_was_verified() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    app.leaves_jobs(["customer"]);
    let owner = member(&app, "team-1", "ada@example.com", true, Role::Owner).await;
    member(&app, "team-2", "typed@example.com", false, Role::Owner).await;
    member(&app, "team-3", "guest@example.com", true, Role::Viewer).await;
    for team in ["team-4", "team-5"] {
        member(&app, team, "both@example.com", true, Role::Owner).await;
    }
    let mut customers = Vec::new();
    for email in ["Ada@example.com", "typed@example.com", "guest@example.com", "both@example.com"] {
        customers.push(customer(&stripe, &[("email", email)]).await);
    }
    let (code, said) = link(&app, &stripe, &["--from-stripe", "--by-email"]).await;
    assert!(code == Some(1) && said.contains("1 linked, 0 were linked before, 3 refused."), "{said}");
    let db = &app.state.db;
    assert_eq!(owner_of(db, &customers[0]).await.unwrap(), Some(owner));
    for other in &customers[1..] {
        assert_eq!(owner_of(db, other).await.unwrap(), None, "{said}");
    }
    assert!(said.contains("the owners of several accounts"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_account_may_be_named_in_two_ways() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    app.leaves_jobs(["customer"]);
    let account = create_account(&app.state.db, Some(&"team-1".parse().unwrap()), None).await.unwrap();
    let head = "external_id,stripe_customer_id\n";
    let same = app.write("same.csv", &format!("{head}{account},cus_1\nteam-1,cus_1\n"));
    let other = app.write("other.csv", &format!("{head}team-1,cus_1\n{account},cus_2\nnew,cus_3\nnew,cus_3\n"));
    for (file, args, words) in [
        (&same, ["--dry-run"].as_slice(), "1 would be linked, 1 were linked before, 0 refused."),
        (&other, &["--dry-run"], "2 would be linked, 1 were linked before, 1 refused."),
        (&same, &[], "1 linked, 1 were linked before, 0 refused."),
        (&other, &["--dry-run"], "1 would be linked, 2 were linked before, 1 refused."),
    ] {
        let args: Vec<_> = ["--file", file.to_str().unwrap()].into_iter().chain(args.iter().copied()).collect();
        let (_, said) = link(&app, &stripe, &args).await;
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_brings_back_no_member_of_an_account_whose_people_have_come() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    app.leaves_jobs(["customer"]);
    let db = &app.state.db;
    let path = app.write("customers.csv", "external_id,email,stripe_customer_id\nteam-1,ada@example.com,cus_1\n");
    let args = ["--file", path.to_str().unwrap()];
    assert_eq!(link(&app, &stripe, &args).await.0, Some(0));
    let account = account_named(&app, "team-1").await;
    let only = members(db, &account, 1).await.unwrap().rows[0].user;
    let row = identity::ActiveModel {
        provider: Set("handover".to_owned()),
        subject: Set("user-1".to_owned()),
        user_id: Set(only.0),
    };
    identity::Entity::insert(row).exec_without_returning(db).await.unwrap();
    let moved = user::Entity::update_many().col_expr(user::Column::Email, "countess@example.com".into());
    moved.exec(db).await.unwrap();
    let (code, said) = link(&app, &stripe, &args).await;
    assert!(code == Some(0) && said.contains("0 linked, 1 were"), "{said}");
    assert_eq!(members(db, &account, 1).await.unwrap().rows.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_list_of_stripes_goes_on_after_a_customer() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    app.leaves_jobs(["customer"]);
    let older = customer(&stripe, &[("metadata[user_id]", "team-1")]).await;
    let newer = customer(&stripe, &[("metadata[user_id]", "team-2")]).await;
    let (code, said) = link(&app, &stripe, &["--from-stripe", "--after", &newer]).await;
    assert!(code == Some(0) && said.contains("1 linked, 0 were"), "{said}");
    assert!(owner_of(&app.state.db, &older).await.unwrap().is_some());
    assert!(owner_of(&app.state.db, &newer).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_makes_no_database_and_a_closed_output_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/site.db", folder.path().display());
    let path = folder.path().join("customers.csv");
    std::fs::write(&path, "external_id,stripe_customer_id\nteam-1,cus_1\n").unwrap();
    let run = |args: &[&str], out: std::process::Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_customer-portal"));
        command.args(["link", "--file", path.to_str().unwrap()]).args(args).env_clear().env("DATABASE_URL", &url);
        let output =
            command.stdout(out).stderr(std::process::Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, said) = run(&["--dry-run"], std::process::Stdio::piped());
    assert!(code == Some(1) && said.contains("customer-portal migrate"), "{said}");
    assert!(!folder.path().join("site.db").exists());
    if let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") {
        let (code, said) = run(&[], full.into());
        assert!(code == Some(1) && said.contains("the output cannot be written"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn when_all_are_linked_it_succeeds() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    app.leaves_jobs(["customer"; 120]);
    // More than one page.
    for number in 0..120 {
        customer(&stripe, &[("metadata[user_id]", &format!("team-{number}"))]).await;
    }
    for said_linked in ["120 linked, 0 were", "0 linked, 120 were"] {
        let (code, said) = link(&app, &stripe, &["--from-stripe"]).await;
        assert!(code == Some(0) && said.contains(said_linked), "{said}");
    }
}
