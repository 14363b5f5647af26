//! `user`, as an operator uses it.

use std::{
    io::Write,
    process::{Output, Stdio},
};

use customer_portal::entity::{session, user};
use database::Database;
use migration::Migrator;
use sea_orm::{ActiveValue::Set, EntityTrait, PaginatorTrait};
use tempfile::TempDir;

use crate::program;

/// A folder with a database in which Ada is signed in twice.
async fn office() -> (TempDir, Database) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/data/customer-portal.db", folder.path().display());
    let db = Database::connect(&url.parse().unwrap()).await.unwrap();
    db.migrate::<Migrator>().await.unwrap();
    let ada = user::ActiveModel {
        email: Set("ada@example.com".to_owned()),
        password_hash: Set(Some("none".to_owned())),
        created_at: Set(1_760_000_000),
        ..Default::default()
    };
    let id = user::Entity::insert(ada).exec(&db).await.unwrap().last_insert_id;
    for name in ["one", "two"] {
        let session = session::ActiveModel {
            id: Set(name.to_owned()),
            user_id: Set(Some(id)),
            account_id: Set(None),
            data: Set("{}".to_owned()),
            created_at: Set(0),
            last_seen_at: Set(0),
            expires_at: Set(i64::MAX),
        };
        session::Entity::insert(session).exec_without_returning(&db).await.unwrap();
    }
    (folder, db)
}

fn run(folder: &TempDir, args: &[&str], typed: &str) -> (Option<i32>, String) {
    let mut command = program(folder);
    command.arg("user").args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    (status.code(), String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr))
}

async fn sessions(db: &Database) -> u64 {
    session::Entity::find().count(db).await.unwrap()
}

#[tokio::test]
async fn a_user_is_disabled_with_all_sessions_and_enabled_again() {
    let (folder, db) = office().await;
    let (code, said) = run(&folder, &["list"], "");
    assert!(code == Some(0) && said.contains("2025-10-09  enabled") && said.contains("ada@example.com"), "{said}");
    let (code, said) = run(&folder, &["disable", "Ada@example.com"], "");
    assert!(code == Some(0) && said.contains("User 1 is disabled: 2 sessions ended."), "{said}");
    assert_eq!(sessions(&db).await, 0);
    assert!(run(&folder, &["list"], "").1.contains("disabled 20"));
    assert_eq!(run(&folder, &["enable", "1"], "").0, Some(0));
    let row = user::Entity::find().one(&db).await.unwrap().unwrap();
    assert_eq!((row.disabled_at, row.password()), (None, "none"));
}

#[tokio::test]
async fn a_user_is_signed_out_everywhere() {
    let (folder, db) = office().await;
    let (code, said) = run(&folder, &["sign-out", "1"], "");
    assert!(code == Some(0) && said.contains("2 sessions ended"), "{said}");
    assert_eq!(sessions(&db).await, 0);
}

#[tokio::test]
async fn a_password_is_set_from_standard_input_and_held_to_the_rules() {
    let (folder, db) = office().await;
    let (code, said) = run(&folder, &["set-password", "1"], "Password@123\n");
    assert!(code == Some(1) && said.contains("easy to guess"), "{said}");
    assert_eq!(sessions(&db).await, 2);
    let (code, said) = run(&folder, &["set-password", "1"], "copper-window-tide\n");
    assert!(code == Some(0) && !said.contains("copper"), "{said}");
    assert_eq!(sessions(&db).await, 0);
    let row = user::Entity::find().one(&db).await.unwrap().unwrap();
    assert!(row.password().starts_with("$argon2id$"), "{row:?}");
}

#[tokio::test]
async fn whoever_is_not_there_is_said_so() {
    let (folder, _db) = office().await;
    for nobody in ["7", "bob@example.com", "bob"] {
        let (code, said) = run(&folder, &["disable", nobody], "");
        assert!(code == Some(1) && said.contains(&format!("no user has the number or address {nobody}")), "{said}");
    }
}

#[tokio::test]
async fn users_with_one_address_are_named_by_number_and_who_has_no_password_gets_none() {
    let (folder, db) = office().await;
    let handed_over = user::ActiveModel {
        email: Set("ada@example.com".to_owned()),
        password_hash: Set(None),
        created_at: Set(0),
        ..Default::default()
    };
    let id = user::Entity::insert(handed_over).exec(&db).await.unwrap().last_insert_id.to_string();
    let (code, said) = run(&folder, &["disable", "ada@example.com"], "");
    assert!(code == Some(1) && said.contains("several users have the address"), "{said}");
    let (code, said) = run(&folder, &["set-password", &id], "a long and new password 7\n");
    assert!(code == Some(1) && said.contains("has no password"), "{said}");
    assert_eq!(run(&folder, &["disable", &id], "").0, Some(0));
    assert_eq!(sessions(&db).await, 2, "the other's");
}
