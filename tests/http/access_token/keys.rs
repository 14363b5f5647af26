//! The key itself: made once, and opened with the right `APP_SECRET` alone.

use customer_portal::{
    access_token::{Rotation, rotate},
    keys::AppKeys,
};
use futures::future::join_all;
use sea_orm::ConnectionTrait;

use super::{NO_STRIPE, part, published, signing_kid, signs_nothing, token};
use crate::support::TestApp;

const ANOTHER: &str = "another-secret-of-the-tests-with-32-bytes-too";

#[tokio::test]
async fn replicas_that_sign_for_the_first_time_at_once_make_one_key() {
    let app = TestApp::start(NO_STRIPE).await;
    let other = app.replica(NO_STRIPE).await;
    let tokens = join_all([&app, &other].repeat(4).into_iter().map(token)).await;
    let [kid] = published(&app).await.try_into().expect("one key");
    assert!(tokens.iter().all(|token| part(token, 0)["kid"] == kid.as_str()), "{kid}: {tokens:?}");
}

#[tokio::test]
async fn a_key_that_its_maker_dates_later_signs_all_the_same() {
    let app = TestApp::start(NO_STRIPE).await;
    let kid = signing_kid(&app).await;
    app.state.db.execute_unprepared("UPDATE signing_keys SET signs_from = signs_from + 30").await.unwrap();
    assert_eq!((signing_kid(&app).await, published(&app).await), (kid.clone(), vec![kid]));
}

#[tokio::test]
async fn another_app_secret_signs_nothing_until_it_has_a_key_or_the_old_secret() {
    let app = TestApp::start(NO_STRIPE).await;
    let old = signing_kid(&app).await;
    let another = AppKeys::new(&ANOTHER.parse().unwrap());
    assert!(signs_nothing(&app, &another).await);
    assert_eq!(published(&app).await, [old.as_str()], "and makes no key");

    let both = format!("{ANOTHER},a-secret-of-the-tests-with-more-than-32-bytes");
    let replica = app.replica_with(NO_STRIPE, |site| site.keys = AppKeys::new(&both.parse().unwrap())).await;
    assert_eq!(signing_kid(&replica).await, old, "the old secret opens it");

    let replica = app.replica_with(NO_STRIPE, |site| site.keys = another.clone()).await;
    let new = rotate(&app.state.db, &another, Rotation::Now).await.unwrap().kid;
    assert_eq!(signing_kid(&replica).await, new);
    assert!(signs_nothing(&app, &app.state.keys).await);
}

#[tokio::test]
async fn a_sealed_key_opens_in_its_own_row_alone() {
    let app = TestApp::start(NO_STRIPE).await;
    signing_kid(&app).await;
    let moved = "UPDATE signing_keys SET kid = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'";
    app.state.db.execute_unprepared(moved).await.unwrap();
    assert!(signs_nothing(&app, &app.state.keys).await);
}
