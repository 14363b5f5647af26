//! Attacks on the hand-over.

use customer_portal::{
    account::memberships,
    api_keys::revoke_key,
    auth::UserId,
    entity::{handover, user},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use super::{Site, ada, ada_with, follow};
use crate::support::PASSWORD;

#[tokio::test]
async fn of_two_who_enter_at_once_one_wins() {
    let site = Site::start().await;
    for _ in 0..5 {
        let path = site.link(&ada()).await;
        let (mut one, mut other) = (site.app.browser(), site.app.browser());
        let (first, second) = tokio::join!(follow(&mut one, &path), follow(&mut other, &path));
        let entered = [&first, &second].into_iter().filter(|answer| answer.location() == Some("/account")).count();
        assert_eq!(entered, 1, "{first:?} {second:?}");
        let signed_in = [&one, &other].into_iter().filter(|browser| browser.cookie("session").is_some()).count();
        assert_eq!(signed_in, 1);
    }
}

#[tokio::test]
async fn a_link_is_void_when_it_is_late_or_its_key_revoked() {
    let site = Site::start().await;
    let db = &site.app.state.db;
    let late = site.link(&ada()).await;
    let all = handover::Entity::update_many().col_expr(handover::Column::ExpiresAt, Expr::value(1));
    all.exec(db).await.unwrap();
    let revoked = site.link(&ada()).await;
    revoke_key(db, &site.key_id).await.unwrap();
    for path in [late, revoked] {
        let mut browser = site.app.browser();
        assert_eq!(follow(&mut browser, &path).await.status, 410);
        assert_eq!(browser.post_from(&path, &path, &[]).await.location(), Some(path.as_str()));
        assert_eq!(browser.cookie("session"), None);
    }
}

#[tokio::test]
async fn a_disabled_user_enters_by_no_link() {
    let site = Site::start().await;
    let path = site.link(&ada()).await;
    let all = user::Entity::update_many().col_expr(user::Column::DisabledAt, Expr::value(1));
    all.exec(&site.app.state.db).await.unwrap();
    let mut browser = site.app.browser();
    assert_eq!(follow(&mut browser, &path).await.status, 410);
    assert_eq!(browser.cookie("session"), None);
}

#[tokio::test]
async fn an_address_alone_joins_nobody() {
    let site = Site::start().await;
    let db = &site.app.state.db;
    // Somebody signs up with Ada's address before she comes.
    let (mut squatter, squatting) = site.app.signed_in("ada@example.com").await;
    let path = site.link(&ada()).await;
    let mut browser = site.app.browser();
    assert_eq!(follow(&mut browser, &path).await.location(), Some("/account"));
    assert!(browser.get("/account").await.text().contains("Analytical Engines"));
    let page = squatter.get("/account").await.text();
    assert!(!page.contains("Analytical Engines"), "{page}");
    assert_eq!(memberships(db, squatting, 1).await.unwrap().rows.len(), 1, "only their own");

    // And somebody signs up with it afterwards.
    let grace = ada_with(|ask| {
        ask["user"]["external_id"] = "user-8".into();
        ask["user"]["email"] = "grace@example.com".into();
    });
    site.link(&grace).await;
    let mut late = site.app.browser();
    let answer = late.post("/api/signup", &[("email", "grace@example.com"), ("password", PASSWORD)]).await;
    assert_eq!(answer.location(), Some("/account"), "{answer:?}");
    assert!(!late.get("/account").await.text().contains("Analytical Engines"));
    // Who has no password signs in with none.
    let all = user::Entity::find().filter(user::Column::PasswordHash.is_null()).all(db).await.unwrap();
    assert_eq!(all.len(), 2);
    for password in ["", "none", "null", PASSWORD] {
        let form = [("email", "ada@example.com"), ("password", password)];
        let answer = site.app.browser().post("/api/login", &form).await;
        assert_eq!(answer.location() == Some("/account"), password == PASSWORD, "only the squatter's: {answer:?}");
    }
}

#[tokio::test]
async fn a_user_with_a_password_keeps_their_address() {
    let site = Site::start().await;
    let db = &site.app.state.db;
    site.link(&ada()).await;
    let all = user::Entity::update_many().col_expr(user::Column::PasswordHash, Expr::value("x"));
    all.exec(db).await.unwrap();
    let moved = ada_with(|ask| ask["user"]["email"] = "eve@example.com".into());
    site.link(&moved).await;
    let found = user::Entity::find_by_id(1).one(db).await.unwrap().unwrap();
    assert_eq!((found.email.as_str(), UserId(found.id)), ("ada@example.com", UserId(1)));
}

#[tokio::test]
async fn tokens_and_keys_are_in_no_table() {
    let site = Site::start().await;
    let path = site.link(&ada()).await;
    let dump = site.app.dump().await;
    let token = path.strip_prefix("/enter/").unwrap();
    let secret = site.key.splitn(3, '_').last().unwrap();
    assert!(dump.contains("team-42") && !dump.contains(token) && !dump.contains(secret), "{dump}");
}

#[tokio::test]
async fn guessing_tokens_opens_nothing_and_tells_nothing() {
    let site = Site::start().await;
    let spent = site.link(&ada()).await;
    follow(&mut site.app.browser(), &spent).await;
    let told = follow(&mut site.app.browser(), &spent).await.text();
    let open = site.link(&ada()).await;
    for number in 0..200 {
        let guess = format!("{}{number:03}", &open[..open.len() - 3]);
        if guess == open {
            continue;
        }
        let mut browser = site.app.browser();
        let answer = follow(&mut browser, &guess).await;
        assert_eq!((answer.status.as_u16(), answer.text()), (410, told.clone()), "as one that was used");
        assert_eq!(browser.post_from(&guess, &guess, &[]).await.status, 404);
        assert_eq!(browser.cookie("session"), None);
    }
    assert_eq!(follow(&mut site.app.browser(), &open).await.location(), Some("/account"), "nothing was spent");
}
