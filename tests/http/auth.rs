//! Signing up, in and out.

use std::time::Duration;

use customer_portal::entity::{session, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, PaginatorTrait};

use crate::support::{Answer, BUDGET, Browser, PASSWORD, TestApp};

const NO_STRIPE: &str = "http://127.0.0.1:1/";

async fn app() -> TestApp {
    TestApp::start(NO_STRIPE).await
}

/// The page that a refused form leads back to.
async fn refused(browser: &mut Browser, path: &str, form: &[(&str, &str)]) -> Answer {
    let answer = browser.post(path, form).await;
    assert_eq!(answer.status, 302, "{answer:?}");
    let location = answer.location().unwrap();
    browser.get(location).await
}

#[tokio::test]
async fn sign_up_sign_out_sign_in() {
    let app = app().await;
    let mut browser = app.browser();
    let form = [("email", "Ada@Example.com"), ("password", PASSWORD)];
    let answer = browser.post("/api/signup", &form).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (302, Some("/account")));
    assert!(browser.get("/account").await.text().contains("Signed in as ada@example.com"));

    let answer = browser.post("/api/logout", &[]).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (302, Some("/")));
    // Not "cookies": those of the other subdomains would go too.
    assert_eq!(answer.header("clear-site-data"), Some(r#""cache", "storage""#));
    assert_eq!(browser.get("/account").await.location(), Some("/login"));

    assert_eq!(browser.post("/api/login", &form).await.location(), Some("/account"));
    assert_eq!(browser.get("/account").await.status, 200);
}

#[tokio::test]
async fn the_account_page_without_a_session_is_a_redirect_with_nothing_in_it() {
    let app = app().await;
    let answer = app.browser().get("/account").await;
    assert_eq!((answer.status.as_u16(), answer.location(), answer.body.as_str()), (302, Some("/login"), ""));
    let mut forged = app.browser();
    forged.set_cookie("session", "AAAAAAAAAAAAAAAAAAAAAA");
    assert_eq!(forged.get("/account").await.location(), Some("/login"));
}

#[tokio::test]
async fn signing_in_leads_to_where_one_was_going() {
    let app = app().await;
    app.user("ada@example.com").await;
    let mut browser = app.browser();
    let location = browser.get("/account?from=mail").await.location().unwrap().to_owned();
    assert_eq!(location, "/login?next=%2Faccount%3Ffrom%3Dmail");
    let page = browser.get(&location).await;
    assert!(page.body.contains(r#"name="next" value="/account?from=mail""#), "{}", page.body);
    let form = [("email", "ada@example.com"), ("password", PASSWORD), ("next", "/account?from=mail")];
    assert_eq!(browser.post("/api/login", &form).await.location(), Some("/account?from=mail"));
}

#[tokio::test]
async fn signing_in_leads_nowhere_else() {
    let app = app().await;
    app.user("ada@example.com").await;
    for next in ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nb"] {
        let form = [("email", "ada@example.com"), ("password", PASSWORD), ("next", next)];
        assert_eq!(app.browser().post("/api/login", &form).await.location(), Some("/account"), "{next}");
    }
}

#[tokio::test]
async fn a_refused_sign_in_keeps_the_address_and_never_the_password() {
    let app = app().await;
    app.user("ada@example.com").await;
    let mut answers = Vec::new();
    for email in ["ada@example.com", "nobody@example.com"] {
        let mut browser = app.browser();
        let page = refused(&mut browser, "/api/login", &[("email", email), ("password", "wrong-hat")]).await;
        assert!(page.body.contains(&format!(r#"value="{email}""#)), "{}", page.body);
        assert!(!page.body.contains("wrong-hat"));
        answers.push(page.text().replace(email, "…"));
        assert_eq!(browser.get("/account").await.status, 302);
    }
    assert!(answers[0].contains("Wrong email or password."), "{}", answers[0]);
    assert_eq!(answers[0], answers[1], "an unknown address cannot be told from a wrong password");
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_its_field() {
    let app = app().await;
    app.user("taken@example.com").await;
    for (path, email, password, field, said) in [
        ("/api/signup", "ada", PASSWORD, "email", "Enter an email address"),
        ("/api/signup", "", PASSWORD, "email", "Enter an email address"),
        ("/api/signup", "taken@example.com", PASSWORD, "email", "An account with this email already exists"),
        ("/api/signup", "ada@example.com", "short", "password", "at least 8 characters"),
        ("/api/signup", "ada@example.com", "password123", "password", "easy to guess"),
        ("/api/login", "ada", PASSWORD, "email", "Enter an email address"),
        ("/api/login", "ada@example.com", "", "password", "Enter your password"),
    ] {
        let form = [("email", email), ("password", password)];
        let page = refused(&mut app.browser(), path, &form).await;
        let error = format!(r#"id="{field}-note" class="field-error""#);
        assert!(page.body.contains(&error) && page.text().contains(said), "{path} {email}: {}", page.text());
        assert!(page.body.contains(&format!(r#"aria-describedby="{field}-note""#)), "{}", page.body);
        assert!(!page.body.contains(PASSWORD));
    }
    assert_eq!(user::Entity::find().count(&app.state.db).await.unwrap(), 1, "nobody was added");
}

#[tokio::test]
async fn a_form_with_fields_missing_is_answered_in_words() {
    let app = app().await;
    let page = refused(&mut app.browser(), "/api/login", &[]).await;
    assert!(page.text().contains("Enter an email address"), "{}", page.text());
}

#[tokio::test]
async fn what_was_typed_is_text_and_never_markup() {
    let app = app().await;
    let page = refused(&mut app.browser(), "/api/login", &[("email", r#""><script>x</script>"#)]).await;
    assert!(!page.body.contains("<script>x"), "{}", page.body);
}

#[tokio::test]
async fn a_new_session_begins_with_each_sign_in() {
    let app = app().await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    let before = browser.cookie("session").unwrap().to_owned();
    app.user("bob@example.com").await;
    browser.post("/api/login", &[("email", "bob@example.com"), ("password", PASSWORD)]).await;
    assert_ne!(browser.cookie("session"), Some(before.as_str()));
    let mut old = app.browser();
    old.set_cookie("session", &before);
    assert_eq!(old.get("/account").await.status, 302, "the old id opens nothing");
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let app = app().await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    let id = browser.cookie("session").unwrap().to_owned();
    browser.post("/api/logout", &[]).await;
    let mut stolen = app.browser();
    stolen.set_cookie("session", &id);
    assert_eq!(stolen.get("/account").await.status, 302);
    assert_eq!(session::Entity::find().count(&app.state.db).await.unwrap(), 0);
}

#[tokio::test]
async fn the_database_does_not_hold_what_opens_a_session() {
    let app = app().await;
    let (browser, user) = app.signed_in("ada@example.com").await;
    let row = session::Entity::find().one(&app.state.db).await.unwrap().unwrap();
    assert_eq!(row.user_id, Some(user.0));
    assert!(!format!("{row:?}").contains(browser.cookie("session").unwrap()));
    let stored = user::Entity::find().one(&app.state.db).await.unwrap().unwrap();
    assert!(stored.password().starts_with("$argon2id$"));
}

#[tokio::test]
async fn sessions_end_when_unused_and_in_the_end_anyway() {
    let app = app().await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    let row = session::Entity::find().one(&app.state.db).await.unwrap().unwrap();
    let day = 24 * 60 * 60;
    // From the last use on, which on a busy machine is a second after it was made.
    assert!((13 * day..15 * day).contains(&(row.expires_at - row.created_at)), "{row:?}");
    for (created_ago, expires_in, status) in [(0, 0, 302), (31 * day, day, 302), (29 * day, day, 200)] {
        let mut aged = row.clone().into_active_model();
        aged.created_at = Set(row.created_at - created_ago);
        aged.expires_at = Set(row.created_at + expires_in);
        aged.update(&app.state.db).await.unwrap();
        let id = browser.cookie("session").unwrap().to_owned();
        assert_eq!(browser.get("/account").await.status, status, "{created_ago} {expires_in}");
        browser.set_cookie("session", &id);
    }
}

#[tokio::test]
async fn a_session_that_cannot_be_renewed_still_shows_its_page() {
    let app = app().await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    let row = session::Entity::find().one(&app.state.db).await.unwrap().unwrap();
    let mut idle = row.clone().into_active_model();
    idle.last_seen_at = Set(row.last_seen_at - 1000);
    idle.update(&app.state.db).await.unwrap();
    app.refuse_writes("UPDATE", "sessions").await;
    let answer = browser.get("/account").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.text().contains("Signed in as ada@example.com"));
}

#[tokio::test]
async fn a_session_that_cannot_be_begun_is_said_in_words() {
    let app = app().await;
    app.user("ada@example.com").await;
    app.refuse_writes("INSERT", "sessions").await;
    let form = [("email", "ada@example.com"), ("password", PASSWORD)];
    let page = refused(&mut app.browser(), "/api/login", &form).await;
    assert!(page.text().contains("Something went wrong on our end."), "{}", page.text());
}

#[tokio::test]
async fn an_error_comes_back_even_without_a_referer() {
    let app = app().await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    for (path, page) in
        [("/api/login", "/login"), ("/api/signup", "/signup"), ("/api/create_portal_session", "/account")]
    {
        let request = browser.request(reqwest::Method::POST, path).header("accept", "text/html");
        let answer = browser.send(request.form(&[("flow", "nope")])).await;
        let location = answer.location().unwrap();
        assert!(location.starts_with(&format!("{}{page}?__path=", app.url)), "{location}");
    }
}

#[tokio::test]
async fn mistakes_do_not_pile_up_in_the_address() {
    let app = app().await;
    let mut browser = app.browser();
    let mut referer = format!("{}/login?next=%2Fpricing", app.url);
    let mut lengths = Vec::new();
    for _ in 0..3 {
        let request = browser.request(reqwest::Method::POST, "/api/login").header("accept", "text/html");
        let answer = browser.send(request.header("referer", &referer)).await;
        referer = answer.location().unwrap().to_owned();
        assert!(referer.contains("next=%2Fpricing"), "{referer}");
        lengths.push(referer.len());
    }
    assert!(lengths.windows(2).all(|pair| pair[0] == pair[1]), "{lengths:?}");
}

#[tokio::test]
async fn ended_sessions_are_cleared_away() {
    let app = app().await;
    app.signed_in("ada@example.com").await;
    let row = session::Entity::find().one(&app.state.db).await.unwrap().unwrap();
    let mut ended = row.clone().into_active_model();
    ended.expires_at = Set(row.created_at - 1);
    ended.update(&app.state.db).await.unwrap();
    app.signed_in("bob@example.com").await;
    let left = session::Entity::find().all(&app.state.db).await.unwrap();
    assert!(left.len() == 1 && left[0].id != row.id, "{left:?}");
}

#[tokio::test]
async fn a_session_in_use_is_renewed() {
    let app = app().await;
    let mut browser = app.browser();
    let answer = browser.post("/api/signup", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    assert!(answer.set_cookies().iter().any(|cookie| cookie.contains("Max-Age=2592000")), "{answer:?}");
    let row = session::Entity::find().one(&app.state.db).await.unwrap().unwrap();
    let idle = |seconds: i64| {
        let mut idle = row.clone().into_active_model();
        idle.last_seen_at = Set(row.last_seen_at - seconds);
        idle.expires_at = Set(row.expires_at - seconds);
        idle.update(&app.state.db)
    };
    let now = async || session::Entity::find().one(&app.state.db).await.unwrap().unwrap();
    idle(1000).await.unwrap();
    let answer = browser.get("/account").await;
    assert!(!answer.set_cookies().iter().any(|cookie| cookie.starts_with("session=")), "{answer:?}");
    // After the answer.
    while now().await.expires_at < row.expires_at {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    idle(30).await.unwrap();
    for _ in 0..5 {
        browser.get("/account").await;
    }
    assert_eq!(now().await.last_seen_at, row.last_seen_at - 30, "but not at every request");
}

#[tokio::test]
async fn over_https_the_cookie_is_locked_to_the_host() {
    let app = TestApp::start_as(NO_STRIPE, Some("https://billing.example.com"), BUDGET).await;
    let mut browser = app.browser();
    let answer = browser.post("/api/signup", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    let cookie = answer.set_cookies().into_iter().find(|cookie| cookie.starts_with("__Host-session=")).unwrap();
    for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(!cookie.contains("Domain"));
    let answer = browser.post("/api/logout", &[]).await;
    let removal = answer.set_cookies().into_iter().find(|cookie| cookie.starts_with("__Host-session=")).unwrap();
    assert!(removal.contains("Max-Age=0") && removal.contains("Secure") && removal.contains("Path=/"), "{removal}");
}

#[tokio::test]
async fn guessing_is_slowed_down_without_locking_anyone_out() {
    let app = app().await;
    app.user("ada@example.com").await;
    app.user("bob@example.com").await;
    let guess = [("email", "ada@example.com"), ("password", "guess-after-guess")];
    for _ in 0..10 {
        app.browser().post("/api/login", &guess).await;
    }
    let page = refused(&mut app.browser(), "/api/login", &guess).await;
    assert!(page.text().contains("many attempts"), "{}", page.text());
    let bob = [("email", "bob@example.com"), ("password", PASSWORD)];
    assert_eq!(app.browser().post("/api/login", &bob).await.location(), Some("/account"));
}

#[tokio::test]
async fn two_sign_ups_with_one_address_make_one_account() {
    let app = app().await;
    let form = [("email", "ada@example.com"), ("password", PASSWORD)];
    let (mut one, mut two) = (app.browser(), app.browser());
    let (first, second) = tokio::join!(one.post("/api/signup", &form), two.post("/api/signup", &form));
    let welcomed = [&first, &second].iter().filter(|answer| answer.location() == Some("/account")).count();
    assert_eq!((welcomed, user::Entity::find().count(&app.state.db).await.unwrap()), (1, 1));
}
