//! `access plan` and `access apply`: what accounts would gain or lose, and that they do.

use customer_portal::{account_access::current_policy, entity::account};
use mirror::entity::subscription;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

use crate::{
    looks::snapshot,
    shop::Shop,
    stripe::{Account, Ran},
};

/// Nobody on trial has anything, and everybody has some projects.
const STRICT: &str = "free = [\"projects\"]\n[standing]\ntrialing = false\n[features.projects]\nfree_limit = 3\n";

fn plan(shop: &Shop) -> (i32, Value) {
    let ran = shop.account.run(&["access", "plan", "--json"]);
    assert!(!ran.out.is_empty(), "{ran:?}");
    (ran.status, serde_json::from_str(&ran.out).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_gains_and_loses_what_is_listed_and_counted() {
    let shop = Shop::open().await;
    shop.write("# What holds without a file.\n");
    let (status, in_step) = plan(&shop);
    assert_eq!((status, &in_step["in_step"], &in_step["changes"]), (0, &json!(true), &json!([])));
    snapshot("access_plan_in_step", &shop.runs(&["access", "plan"]).out);

    shop.write(STRICT);
    let ran = shop.account.run(&["access", "plan"]);
    assert_eq!(ran.status, 2, "{ran:?}");
    snapshot("access_plan", &ran.out);
    let coloured = shop.account.command(&["access", "plan"]).env("CLICOLOR_FORCE", "1").output().unwrap();
    snapshot("access_plan_in_colour", &String::from_utf8(coloured.stdout).unwrap().replace('\u{1b}', "␛"));
    let (_, differs) = plan(&shop);
    snapshot("access_plan_as_json", &serde_json::to_string_pretty(&differs).unwrap());

    let short = shop.account.run(&["access", "plan", "--limit", "1"]);
    assert!(
        short.out.contains("\n… and 1 more; --limit") && short.out.contains("3 accounts: 1 gain, 1 lose"),
        "{short:?}"
    );
    assert!(current_policy(&shop.db).await.unwrap().is_none(), "planning changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_planned_holds_once_it_is_applied() {
    let shop = Shop::open().await;
    shop.write(STRICT);
    let ran = shop.account.run(&["access", "apply"]);
    assert!(ran.status == 1 && ran.err.contains("--yes") && ran.out.contains("1 gain, 1 lose"), "{ran:?}");
    assert_eq!(plan(&shop).0, 2, "nobody agreed");
    snapshot("access_apply", &shop.runs(&["access", "apply", "--yes"]).out);
    assert_eq!(plan(&shop).0, 0);
    let again = shop.runs(&["access", "apply"]);
    assert_eq!(again.out, "The policy is what access.toml says.\n");
    assert!(current_policy(&shop.db).await.unwrap().is_some_and(|policy| !policy.standing.trialing));

    // Another file, by which nobody has more or less: it is still to be applied.
    shop.write(&STRICT.replace("free_limit = 3", "free_limit = 3\nname = \"Projects\""));
    let (status, plan) = plan(&shop);
    assert_eq!((status, &plan["accounts"], &plan["changes"]), (2, &json!(3), &json!([])), "{plan}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_of_a_newer_program_is_replaced_and_stops_no_sync() {
    let shop = Shop::open().await;
    let newer = "INSERT INTO access_policies (version, policy, applied_at) VALUES (1, '{\"tomorrow\": true}', 1)";
    shop.db.execute_unprepared(newer).await.unwrap();
    shop.db.execute_unprepared("UPDATE access_rules SET version = version + 1").await.unwrap();
    shop.runs(&["sync", "--all"]);
    shop.write(STRICT);
    let ran = shop.account.run(&["access", "plan"]);
    assert!(ran.status == 1 && ran.err.contains("the policy that was applied last"), "{ran:?}");
    let applied = shop.runs(&["access", "apply", "--yes"]).out;
    assert!(
        applied.contains("cannot read it, so no account is compared") && applied.contains("version 2"),
        "{applied}"
    );
    assert_eq!(plan(&shop).0, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_cannot_be_read_stops_no_other() {
    let shop = Shop::open().await;
    shop.write(STRICT);
    // What no version of this program has written.
    let broken = "acct_00000000000000000000000000000001";
    let spoil = subscription::Entity::update_many().filter(subscription::Column::Status.eq("trialing"));
    spoil.col_expr(subscription::Column::Discounts, Expr::value("{")).exec(&shop.db).await.unwrap();
    let ran = shop.account.run(&["access", "plan"]);
    assert!(ran.status == 1 && ran.err.contains(&format!("{broken}: cannot be read: ")), "{ran:?}");
    assert!(ran.out.contains("(team-2)") && ran.out.contains("\n1 could not be read\n"), "{ran:?}");
    assert!(ran.out.contains("3 accounts: 1 gain, 0 lose"), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_never_fetched_is_counted_and_not_guessed() {
    let shop = Shop::open().await;
    shop.write(STRICT);
    mirror::entity::customer::Entity::update_many()
        .col_expr(mirror::entity::customer::Column::SyncedAtMs, Expr::value(None::<i64>))
        .exec(&shop.db)
        .await
        .unwrap();
    let (status, plan) = plan(&shop);
    assert_eq!((status, &plan["accounts"], &plan["unknown"]), (2, &json!(3), &json!(3)));
    assert_eq!(plan["changes"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_in_the_file_is_told_with_line_and_key() {
    let shop = Shop::open().await;
    shop.write("\n[standing]\ntrailing = true\n");
    for args in [["access", "plan"].as_slice(), &["access", "apply", "--yes"]] {
        let ran = shop.account.run(args);
        assert!(ran.status == 1 && ran.err.contains("access.toml:3: standing.trailing: unknown field"), "{ran:?}");
    }
    std::fs::remove_file(shop.account.folder.path().join("access.toml")).unwrap();
    let ran = shop.account.run(&["access", "plan"]);
    assert!(ran.status == 1 && ran.err.contains("access.toml: cannot be read"), "{ran:?}");
    assert_eq!(account::Entity::find().all(&shop.db).await.unwrap().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn planning_makes_no_database() {
    let account = Account::open().await;
    std::fs::write(account.folder.path().join("access.toml"), STRICT).unwrap();
    for args in [["access", "plan"].as_slice(), &["access", "show", "team-0"]] {
        let ran: Ran = account.run(args);
        assert!(ran.status == 1 && ran.err.contains("run `customer-portal migrate`"), "{ran:?}");
    }
    assert!(!account.folder.path().join("data").exists());
}
