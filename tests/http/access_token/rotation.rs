//! New keys for old ones.

use customer_portal::access_token::{KeyState, Rotation, list, prune, rotate};

use super::{NO_STRIPE, jwks, later, published, read_by_node, signing_kid, token};
use crate::support::TestApp;

const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;

async fn states(app: &TestApp) -> Vec<KeyState> {
    list(&app.state.db).await.unwrap().into_iter().map(|listed| listed.state).collect()
}

#[tokio::test]
async fn a_new_key_is_known_for_ten_minutes_before_it_signs() {
    let app = TestApp::start(NO_STRIPE).await;
    let (db, keys) = (&app.state.db, &app.state.keys);
    let old = signing_kid(&app).await;
    let kept = token(&app).await;
    let new = rotate(db, keys, Rotation::Announced).await.unwrap().kid;
    assert_eq!((signing_kid(&app).await, published(&app).await), (old.clone(), vec![old.clone(), new.clone()]));
    assert_eq!(states(&app).await, [KeyState::Signs, KeyState::Next]);
    later(&app, 9 * MINUTE).await;
    assert_eq!(signing_kid(&app).await, old);

    later(&app, MINUTE).await;
    assert_eq!((signing_kid(&app).await, published(&app).await), (new.clone(), vec![old, new.clone()]));
    let [KeyState::Retired { until }, KeyState::Signs] = states(&app).await[..] else { panic!("one took over") };
    let left = until - clock::now_seconds();
    assert!((8 * DAY - MINUTE..=8 * DAY).contains(&left), "{left}");
    assert!(read_by_node(&jwks(&app).await, &kept).is_none_or(|read| !read.is_null()), "a token from before is good");

    // As long as the last of its tokens may be trusted, and a day.
    later(&app, 8 * DAY - MINUTE).await;
    assert_eq!(published(&app).await.len(), 2);
    assert_eq!(prune(db, clock::now_seconds()).await.unwrap(), 0);
    later(&app, MINUTE).await;
    assert_eq!(published(&app).await, [new.as_str()], "whether it was removed already or not");
    assert_eq!(prune(db, clock::now_seconds()).await.unwrap(), 1);
    assert_eq!((published(&app).await, signing_kid(&app).await), (vec![new.clone()], new));
}

#[tokio::test]
async fn a_key_that_leaked_is_gone_at_once() {
    let app = TestApp::start(NO_STRIPE).await;
    let (db, keys) = (&app.state.db, &app.state.keys);
    let old = token(&app).await;
    rotate(db, keys, Rotation::Announced).await.unwrap();
    let new = rotate(db, keys, Rotation::Now).await.unwrap();
    assert_eq!(new.removed, 2, "the next one is older too");
    assert_eq!((published(&app).await, signing_kid(&app).await), (vec![new.kid.clone()], new.kid));
    let keys = jwks(&app).await;
    assert!(read_by_node(&keys, &old).is_none_or(|read| read.is_null()), "its tokens fail");
    assert!(read_by_node(&keys, &token(&app).await).is_none_or(|read| !read.is_null()));
}

#[tokio::test]
async fn the_first_key_waits_for_nobody() {
    let app = TestApp::start(NO_STRIPE).await;
    let first = rotate(&app.state.db, &app.state.keys, Rotation::Announced).await.unwrap();
    assert!(first.signs_from <= clock::now_seconds());
    assert_eq!((signing_kid(&app).await, states(&app).await), (first.kid, vec![KeyState::Signs]));
}

#[tokio::test]
async fn of_keys_made_one_after_the_other_the_last_one_stays() {
    let app = TestApp::start(NO_STRIPE).await;
    let (db, keys) = (&app.state.db, &app.state.keys);
    let old = signing_kid(&app).await;
    rotate(db, keys, Rotation::Announced).await.unwrap();
    let last = rotate(db, keys, Rotation::Announced).await.unwrap().kid;
    assert_eq!(signing_kid(&app).await, old);
    later(&app, 10 * MINUTE).await;
    assert_eq!(signing_kid(&app).await, last);
    assert_eq!(published(&app).await.len(), 3);
}

#[tokio::test]
async fn two_rotations_at_once_leave_one_key_that_goes_on() {
    let app = TestApp::start(NO_STRIPE).await;
    let other = app.replica(NO_STRIPE).await;
    signing_kid(&app).await;
    for rotation in [Rotation::Announced, Rotation::Now] {
        let both = tokio::join!(
            rotate(&app.state.db, &app.state.keys, rotation),
            rotate(&other.state.db, &other.state.keys, rotation)
        );
        assert!(both.0.is_ok() && both.1.is_ok(), "{both:?}");
        let listed = list(&app.state.db).await.unwrap();
        let go_on = listed.iter().filter(|listed| listed.key.retired_at.is_none()).count();
        assert_eq!((go_on, listed.len()), (1, if rotation == Rotation::Now { 1 } else { 3 }), "{listed:?}");
        assert_eq!(signing_kid(&app).await, signing_kid(&other).await);
    }
}
