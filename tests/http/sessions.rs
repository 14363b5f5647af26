//! The list of one's own sessions, and ending them from another browser.

use customer_portal::{
    account::create_account,
    entity::{account, session, user},
};
use reqwest::Method;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, sea_query::Expr};

use crate::{
    handover::{Site, ada, follow},
    support::{Answer, Browser, PASSWORD, TestApp},
};

const NO_STRIPE: &str = "http://127.0.0.1:1/";
const PAGE: &str = "/account/security";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// Signs in with this header; "" sends none.
async fn sign_in(app: &TestApp, agent: &str) -> Browser {
    let mut browser = app.browser();
    let form = [("email", "ada@example.com"), ("password", PASSWORD)];
    let request = browser.request(Method::POST, "/api/login").header("user-agent", agent).form(&form);
    assert_eq!(browser.send(request).await.location(), Some("/account"));
    browser
}

/// The names of the sessions that can be ended, in the page's order.
fn keys(page: &Answer) -> Vec<String> {
    let fields = page.body.split(r#"name="session" value=""#).skip(1);
    let values = fields.map(|rest| rest.split('"').next().unwrap().to_owned());
    values.filter(|value| value != "others").collect()
}

async fn end(browser: &mut Browser, which: &str) -> Answer {
    browser.post_from(PAGE, "/api/end_session", &[("session", which)]).await
}

async fn signed_in(browser: &mut Browser) -> bool {
    browser.get("/account").await.status == 200
}

#[tokio::test]
async fn the_list_says_where_one_is_signed_in() {
    let app = TestApp::start_trusting_a_proxy(NO_STRIPE).await;
    app.user("ada@example.com").await;
    let mut elsewhere = app.browser();
    let form = [("email", "ada@example.com"), ("password", PASSWORD)];
    let request = elsewhere.request(Method::POST, "/api/login").header("user-agent", FIREFOX).form(&form);
    elsewhere.send(request.header("x-forwarded-for", "2001:db8:1:4455::1")).await;
    let mut here = sign_in(&app, "curl/8").await;

    let page = here.get(PAGE).await;
    let text = page.text();
    assert!(
        text.contains("Firefox on Linux Last used") && text.contains("from 2001:db8:1:4400::/56 Sign out"),
        "{text}"
    );
    assert!(text.contains("Unknown device Last used") && text.contains("an unknown network This browser"), "{text}");
    assert_eq!(keys(&page).len(), 1, "this one is ended by signing out");
    assert!(page.body.contains(r#"href="/account/password""#) && page.body.contains(r#"href="/account/delete""#));
    let rows = session::Entity::find().all(&app.state.db).await.unwrap();
    assert!(rows.iter().all(|row| !row.data.contains("Mozilla") && !row.data.contains("curl")), "{rows:?}");
    assert!(rows.iter().any(|row| row.id == keys(&page)[0]), "it is named by what is stored");
    assert!(!page.body.contains(elsewhere.cookie("session").unwrap()));
}

#[tokio::test]
async fn a_session_that_is_ended_elsewhere_opens_nothing_any_more() {
    let app = TestApp::start(NO_STRIPE).await;
    app.user("ada@example.com").await;
    let (mut here, mut elsewhere) = (sign_in(&app, "").await, sign_in(&app, FIREFOX).await);
    let key = keys(&here.get(PAGE).await).remove(0);
    assert!(signed_in(&mut elsewhere).await);

    let answer = end(&mut here, &key).await;
    assert_eq!(answer.location(), Some("/account/security?ended=one"));
    let page = here.get("/account/security?ended=one").await;
    assert!(page.text().contains("That browser is signed out."), "{}", page.text());
    assert!(keys(&page).is_empty() && !page.text().contains("everywhere else"), "{}", page.text());
    assert_eq!(elsewhere.get("/account").await.location(), Some("/login"));
    assert!(signed_in(&mut here).await);
    // Pressed twice: it has ended.
    assert_eq!(end(&mut here, &key).await.location(), Some("/account/security?ended=one"));
}

#[tokio::test]
async fn all_others_end_at_once() {
    let app = TestApp::start(NO_STRIPE).await;
    app.user("ada@example.com").await;
    let (mut bob, _) = app.signed_in("bob@example.com").await;
    let mut others = vec![sign_in(&app, FIREFOX).await, sign_in(&app, "").await];
    let mut here = sign_in(&app, FIREFOX).await;
    let answer = end(&mut here, "others").await;
    let page = here.get(answer.location().unwrap()).await.text();
    assert!(page.contains("You’re signed out everywhere else."), "{page}");
    for other in &mut others {
        assert!(!signed_in(other).await);
    }
    assert!(signed_in(&mut here).await && signed_in(&mut bob).await);
}

#[tokio::test]
async fn nobody_ends_a_session_of_somebody_else() {
    let app = TestApp::start(NO_STRIPE).await;
    app.user("ada@example.com").await;
    let (mut here, mut elsewhere) = (sign_in(&app, "").await, sign_in(&app, FIREFOX).await);
    let key = keys(&here.get(PAGE).await).remove(0);
    let (mut eve, _) = app.signed_in("eve@example.com").await;
    assert!(!eve.get(PAGE).await.body.contains(&key));
    end(&mut eve, &key).await;
    assert!(signed_in(&mut elsewhere).await);
    let cookie = elsewhere.cookie("session").unwrap().to_owned();
    for nonsense in ["", "*", "Others", &key[1..], &key.to_uppercase(), &cookie] {
        let answer = eve.fetch("/api/end_session", &[("session", nonsense)]).await;
        assert_eq!(answer.status, 422, "{nonsense}: {answer:?}");
    }
    let answer = app.browser().post_from(PAGE, "/api/end_session", &[("session", &key)]).await;
    assert_eq!(answer.location(), Some("/login?next=%2Faccount%2Fsecurity"));
    assert_eq!(app.browser().get(PAGE).await.location(), Some("/login?next=%2Faccount%2Fsecurity"));
    assert!(signed_in(&mut elsewhere).await && signed_in(&mut here).await);
}

#[tokio::test]
async fn the_page_is_the_users_own_whatever_the_account() {
    let app = TestApp::start(NO_STRIPE).await;
    let (mut browser, id) = app.signed_in("ada@example.com").await;
    let own = app.account(id).await;
    account::Entity::delete_by_id(own.as_str()).exec(&app.state.db).await.unwrap();
    create_account(&app.state.db, None, None).await.unwrap();
    assert_eq!(browser.get("/account").await.location(), Some("/account/choose"));
    let page = browser.get(PAGE).await;
    assert!(page.text().contains("This browser"), "{}", page.text());
    assert!(page.body.contains(r#"href="/account/password""#) && !page.body.contains(r#"href="/account/delete""#));
    assert_eq!(browser.get("/account/security/").await.location(), Some(PAGE));
}

#[tokio::test]
async fn who_comes_by_a_link_has_a_session_in_the_list_and_no_password_to_change() {
    let site = Site::start().await;
    let mut browser = site.app.browser();
    follow(&mut browser, &site.link(&ada()).await).await;
    let page = browser.get(PAGE).await;
    assert!(page.text().contains("Signed in from 127.0.0.1 This browser"), "{}", page.text());
    assert!(!page.body.contains(r#"href="/account/password""#) && page.body.contains(r#"href="/account/delete""#));
}

#[tokio::test]
async fn at_most_fifty_are_listed_those_used_last_first_and_all_end() {
    let app = TestApp::start(NO_STRIPE).await;
    let id = app.user("ada@example.com").await;
    let mut here = sign_in(&app, "").await;
    let db = &app.state.db;
    let one = session::Entity::find().one(db).await.unwrap().unwrap();
    let more = (0..60).map(|number| session::Model {
        id: format!("{number:064}"),
        last_seen_at: one.last_seen_at - 60 - number,
        data: if number % 2 == 0 { "{}".to_owned() } else { r#"{"device":7,"network":8}"#.to_owned() },
        ..one.clone()
    });
    let more: Vec<_> = more.map(IntoActiveModel::into_active_model).collect();
    session::Entity::insert_many(more).exec_without_returning(db).await.unwrap();
    let listed = keys(&here.get(PAGE).await);
    assert_eq!((listed.len(), listed[0].as_str()), (49, format!("{:064}", 0).as_str()));
    // What is too old opens nothing, and is not listed.
    let all = session::Entity::update_many().col_expr(session::Column::CreatedAt, Expr::value(1));
    all.filter(session::Column::Id.eq(format!("{:064}", 0))).exec(db).await.unwrap();
    assert_eq!(keys(&here.get(PAGE).await)[0], format!("{:064}", 1));
    end(&mut here, "others").await;
    let left = session::Entity::find().filter(session::Column::UserId.eq(id.0));
    assert_eq!(left.count(db).await.unwrap(), 1);
    assert_eq!(user::Entity::find().count(db).await.unwrap(), 1);
}
