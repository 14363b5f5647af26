//! Changing the password, and users that are deleted or disabled.

use customer_portal::entity::{session, user};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DatabaseBackend, EntityTrait, IntoActiveModel, PaginatorTrait,
};

use crate::support::{Answer, Browser, PASSWORD, Stripe, TestApp};

const NO_STRIPE: &str = "http://127.0.0.1:1/";
const NEW: &str = "copper-window-tide";

async fn change(browser: &mut Browser, current: &str, new: &str) -> Answer {
    let form = [("current_password", current), ("password", new)];
    let answer = browser.post_from("/account/password", "/api/change_password", &form).await;
    let location = answer.location().unwrap().to_owned();
    browser.get(&location).await
}

#[tokio::test]
async fn a_password_is_changed_and_everybody_else_is_signed_out() {
    let app = TestApp::start(NO_STRIPE).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    let mut elsewhere = app.browser();
    elsewhere.post("/api/login", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    let before = browser.cookie("session").unwrap().to_owned();

    assert!(browser.get("/account").await.body.contains(r#"href="/account/security""#));
    assert!(browser.get("/account/security").await.body.contains(r#"href="/account/password""#));
    let page = change(&mut browser, PASSWORD, NEW).await;
    assert!(page.text().contains("Your password was changed."), "{}", page.text());
    assert_ne!(browser.cookie("session"), Some(before.as_str()));
    assert_eq!(browser.get("/account").await.status, 200);
    assert_eq!(elsewhere.get("/account").await.location(), Some("/login"));
    assert_eq!(session::Entity::find().count(&app.state.db).await.unwrap(), 1);

    for (password, location) in [(PASSWORD, "/login?"), (NEW, "/account")] {
        let answer = app.browser().post("/api/login", &[("email", "ada@example.com"), ("password", password)]).await;
        assert!(answer.location().unwrap().contains(location), "{answer:?}");
    }
}

/// What the database does from now on whenever a session is made.
async fn whenever_a_session_is_made(app: &TestApp, sqlite: &str, postgres: &str) {
    let db = &app.state.db;
    let statements = match db.get_database_backend() {
        DatabaseBackend::Postgres => format!(
            "CREATE FUNCTION meanwhile() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {postgres}; RETURN NEW; END $$; \
             CREATE TRIGGER meanwhile BEFORE INSERT ON sessions FOR EACH ROW EXECUTE FUNCTION meanwhile()"
        ),
        _ => format!("CREATE TRIGGER meanwhile BEFORE INSERT ON sessions BEGIN {sqlite}; END"),
    };
    db.execute_unprepared(&statements).await.unwrap();
}

#[tokio::test]
async fn a_sign_in_that_is_under_way_does_not_outlive_a_change_of_the_password() {
    for change in ["UPDATE users SET password_hash = 'another'", "UPDATE users SET disabled_at = 1"] {
        let app = TestApp::start(NO_STRIPE).await;
        app.user("ada@example.com").await;
        whenever_a_session_is_made(&app, change, change).await;
        let mut browser = app.browser();
        let form = [("email", "ada@example.com"), ("password", PASSWORD)];
        let answer = browser.post("/api/login", &form).await;
        assert!(answer.location().unwrap().contains("/login?"), "{answer:?}");
        assert_eq!(browser.get("/account").await.location(), Some("/login"));
        assert_eq!(session::Entity::find().count(&app.state.db).await.unwrap(), 0, "{change}");
    }
}

#[tokio::test]
async fn a_password_is_changed_even_if_the_session_cannot_go_on() {
    let app = TestApp::start(NO_STRIPE).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    whenever_a_session_is_made(&app, "SELECT RAISE(ABORT, 'full')", "RAISE EXCEPTION 'full'").await;
    let form = [("current_password", PASSWORD), ("password", NEW)];
    let answer = browser.post_from("/account/password", "/api/change_password", &form).await;
    assert_eq!(answer.location(), Some("/login?next=%2Faccount%2Fpassword%3Fchanged"));
    app.state
        .db
        .execute_unprepared(match app.state.db.get_database_backend() {
            DatabaseBackend::Postgres => "DROP TRIGGER meanwhile ON sessions",
            _ => "DROP TRIGGER meanwhile",
        })
        .await
        .unwrap();
    let form = [("email", "ada@example.com"), ("password", NEW)];
    assert_eq!(app.browser().post("/api/login", &form).await.location(), Some("/account"));
}

#[tokio::test]
async fn a_refused_change_says_why_beside_the_field_and_changes_nothing() {
    let app = TestApp::start(NO_STRIPE).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    for (current, new, field, said) in [
        ("wrong-hat-again", NEW, "current_password", "That isn’t your current password."),
        ("", NEW, "current_password", "That isn’t your current password."),
        (PASSWORD, "short", "password", "at least 8 characters"),
        (PASSWORD, "Ada12345", "password", "easy to guess"),
        (PASSWORD, "Summer2026!", "password", "easy to guess"),
    ] {
        let page = change(&mut browser, current, new).await;
        let error = format!(r#"id="{field}-note" class="field-error""#);
        assert!(page.body.contains(&error) && page.text().contains(said), "{}", page.text());
        assert!(page.body.contains(&format!(r#"aria-describedby="{field}-note""#)), "{}", page.body);
        assert!(!page.body.contains("wrong-hat-again") && !page.body.contains(PASSWORD));
    }
    let form = [("email", "ada@example.com"), ("password", PASSWORD)];
    assert_eq!(app.browser().post("/api/login", &form).await.location(), Some("/account"));
}

#[tokio::test]
async fn guessing_the_current_password_is_slowed_down_too() {
    let app = TestApp::start(NO_STRIPE).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    let mut said = String::new();
    for _ in 0..11 {
        said = change(&mut browser, "wrong-hat-again", NEW).await.text();
    }
    assert!(said.contains("many attempts"), "{said}");
}

#[tokio::test]
async fn only_who_is_signed_in_changes_a_password() {
    let app = TestApp::start(NO_STRIPE).await;
    assert_eq!(app.browser().get("/account/password").await.location(), Some("/login?next=%2Faccount%2Fpassword"));
    let form = [("current_password", PASSWORD), ("password", NEW)];
    let answer = app.browser().post_from("/account/password", "/api/change_password", &form).await;
    assert_eq!(answer.location(), Some("/login?next=%2Faccount%2Fpassword"));
}

#[tokio::test]
async fn a_user_that_is_disabled_or_gone_opens_no_door() {
    for gone in [false, true] {
        let stripe = Stripe::start().await;
        let app = TestApp::start(&stripe.base()).await;
        let (mut browser, id) = app.customer("ada@example.com", &stripe.customer().await).await;
        assert_eq!(browser.post_body("/api/portal", "").await.status, 200);
        if gone {
            // As somebody does who mends the table by hand, with foreign keys off.
            let off = match app.state.db.get_database_backend() {
                DatabaseBackend::Sqlite => "PRAGMA foreign_keys = OFF; DELETE FROM users; PRAGMA foreign_keys = ON",
                _ => {
                    "SET session_replication_role = replica; DELETE FROM users; SET session_replication_role = DEFAULT"
                }
            };
            app.state.db.execute_unprepared(off).await.unwrap();
        } else {
            let row = user::Entity::find_by_id(id.0).one(&app.state.db).await.unwrap().unwrap();
            let mut row = row.into_active_model();
            row.disabled_at = Set(Some(1));
            row.update(&app.state.db).await.unwrap();
        }
        assert_eq!(session::Entity::find().count(&app.state.db).await.unwrap(), 1, "the session's row is still there");
        let session = browser.cookie("session").unwrap().to_owned();
        for path in ["/api/portal", "/api/create_portal_session", "/api/checkout", "/api/continue_plan"] {
            browser.set_cookie("session", &session);
            let answer = browser.post(path, &[]).await;
            let turned_away = answer.status == 401 || answer.location().is_some_and(|to| to.starts_with("/login"));
            assert!(turned_away, "{path}: {answer:?}");
        }
        browser.set_cookie("session", &session);
        assert_eq!(browser.get("/account").await.location(), Some("/login"));
    }
}

#[tokio::test]
async fn a_disabled_user_is_told_so_with_the_right_password_only() {
    let app = TestApp::start(NO_STRIPE).await;
    let id = app.user("ada@example.com").await;
    let row = user::Entity::find_by_id(id.0).one(&app.state.db).await.unwrap().unwrap();
    let mut row = row.into_active_model();
    row.disabled_at = Set(Some(1));
    row.update(&app.state.db).await.unwrap();
    for (password, said) in [(PASSWORD, "This account is closed."), ("wrong-hat-again", "Wrong email or password.")] {
        let mut browser = app.browser();
        let answer = browser.post("/api/login", &[("email", "ada@example.com"), ("password", password)]).await;
        let location = answer.location().unwrap().to_owned();
        let page = browser.get(&location).await;
        assert!(page.text().contains(said), "{}", page.text());
        assert_eq!(browser.cookie("session"), None);
    }
}
