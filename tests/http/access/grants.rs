//! What the company grants outside Stripe, and its end.

use customer_portal::account_access::{GrantError, NewGrant, close_ended_grants, grant, grants_of, revoke};
use customer_portal::entity::access_grant::{Column, Entity};
use sea_orm::{EntityTrait, sea_query::Expr};
use time::Duration;

use super::{Site, granted};

fn beta(until: Option<time::OffsetDateTime>) -> NewGrant {
    NewGrant { feature: "beta".parse().unwrap(), limit: None, until, reason: "a pilot".to_owned() }
}

#[tokio::test]
async fn an_ended_grant_is_closed_and_makes_room() {
    let site = Site::start().await;
    let db = &site.app.state.db;
    let account = site.free_account().await;
    let soon = clock::now() + Duration::hours(1);
    for _ in 0..100 {
        grant(db, &account, &beta(Some(soon))).await.unwrap();
    }
    assert!(matches!(grant(db, &account, &beta(None)).await, Err(GrantError::TooMany)));
    assert_eq!(granted(&site.access(&account).await), ["beta"]);
    assert_eq!(close_ended_grants(db, clock::now_seconds()).await.unwrap(), 0, "they hold");

    // The hour is over.
    let ended = clock::now_seconds() - 1;
    Entity::update_many().col_expr(Column::Until, Expr::value(ended)).exec(db).await.unwrap();
    let before = site.access(&account).await;
    assert_eq!(before["features"]["beta"]["granted"], false, "{before}");
    let feature = "beta".parse().unwrap();
    assert_eq!(revoke(db, &account, &feature, "too late").await.unwrap(), 0, "what has ended is not revoked");
    site.move_revisions().await;
    let before = site.access(&account).await;
    let day = 24 * 60 * 60;
    assert_eq!(close_ended_grants(db, ended + day - 1).await.unwrap(), 0, "a clock may be wrong");
    assert_eq!(close_ended_grants(db, ended + day).await.unwrap(), 100);
    assert_eq!(close_ended_grants(db, ended + day).await.unwrap(), 0);
    let closed = grants_of(db, Some(&account), 200).await.unwrap();
    assert!(closed.iter().all(|grant| grant.revoked_at == Some(ended) && grant.revoked_reason.is_none()), "{closed:?}");

    let after = site.access(&account).await;
    assert!(after["features"]["beta"].is_null(), "nothing names it any more: {after}");
    assert!(after["revision"].as_i64() > before["revision"].as_i64(), "another answer has another revision");
    grant(db, &account, &beta(None)).await.unwrap();
}
