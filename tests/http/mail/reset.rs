//! A new password for somebody who forgot theirs.

use customer_portal::entity::email_token;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, PaginatorTrait};

use crate::{
    mail::{user_of, waiting},
    support::{MailServer, PASSWORD, TestApp},
};

const NEW: &str = "copper-window-tide";

#[tokio::test]
async fn a_mailed_link_leads_to_a_new_password_and_ends_every_session() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    let (mut elsewhere, _) = app.signed_in("ada@example.com").await;
    let mut browser = app.browser();
    assert!(browser.get("/login").await.body.contains("href=\"/reset\""));
    let answer = browser.post_from("/reset", "/api/request_reset", &[("email", "ada@example.com")]).await;
    assert_eq!(answer.location(), Some("/reset?mailed"), "{answer:?}");
    let mail = app.only_mail(&mut server).await;
    assert_eq!(mail.subject, "Choose a new password for Customer Portal");
    assert_eq!(browser.get(&mail.path()).await.status, 200);

    let token = mail.token();
    let reset = async |browser: &mut testkit::Browser, password: &str| {
        let form = [("token", token.as_str()), ("password", password)];
        browser.post_from(&mail.path(), "/api/reset_password", &form).await
    };
    let refused = reset(&mut browser, "short").await;
    let page = browser.get(refused.location().unwrap()).await;
    assert!(page.text().contains("Choose a password with at least 8 characters."), "{}", page.text());
    assert_eq!(reset(&mut browser, NEW).await.location(), Some("/account"));
    assert_eq!(browser.get("/account").await.status, 200);
    assert_eq!(elsewhere.get("/account").await.location(), Some("/login"));
    assert_eq!(app.only_mail(&mut server).await.subject, "Your password for Customer Portal was changed");
    assert!(user_of(&app, "ada@example.com").await.unwrap().email_verified);
    for (password, location) in [(PASSWORD, "/login?"), (NEW, "/account")] {
        let answer = app.browser().post("/api/login", &[("email", "ada@example.com"), ("password", password)]).await;
        assert!(answer.location().unwrap().contains(location), "{answer:?}");
    }
    app.forget_sign_ins().await;
    // Once.
    assert_eq!(app.browser().get(&mail.path()).await.status, 410);
    let again = reset(&mut app.browser(), "green-harbor-lamp").await;
    assert!(again.location().unwrap().contains("__err"), "{again:?}");
}

#[tokio::test]
async fn an_address_without_an_account_is_answered_like_any_other() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    app.user("ada@example.com").await;
    let mut answers = Vec::new();
    for email in ["ada@example.com", "nobody@example.com"] {
        let mut browser = app.browser();
        let answer = browser.post_from("/reset", "/api/request_reset", &[("email", email)]).await;
        let page = browser.get(answer.location().unwrap()).await;
        answers.push((answer.status, answer.location().map(str::to_owned), page.text(), waiting(&app).await));
        let tokens = email_token::Entity::find().count(&app.state.db).await.unwrap();
        assert_eq!(tokens, answers.len() as u64, "the same is stored");
        app.only_mail(&mut server).await;
    }
    assert_eq!(answers[0], answers[1]);
    // What was stored for nobody opens nothing.
    let all = email_token::Entity::find().all(&app.state.db).await.unwrap();
    assert_eq!(all.iter().filter(|token| token.user_id.is_none()).count(), 1);
}

#[tokio::test]
async fn an_old_link_and_one_for_something_else_lead_nowhere() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password,link").await;
    app.user("ada@example.com").await;
    app.browser().post_from("/reset", "/api/request_reset", &[("email", "ada@example.com")]).await;
    let mail = app.only_mail(&mut server).await;
    for what in ["sign-up", "sign-in", "address", "invitation", "nothing"] {
        let page = app.browser().get(&format!("/mail/{what}/{}", mail.token())).await;
        assert_eq!(page.status, 410, "{what}");
    }
    let mut row = email_token::Entity::find().one(&app.state.db).await.unwrap().unwrap().into_active_model();
    row.expires_at = Set(clock::now_seconds());
    row.update(&app.state.db).await.unwrap();
    assert_eq!(app.browser().get(&mail.path()).await.status, 410);
    let token = mail.token();
    let form = [("token", token.as_str()), ("password", NEW)];
    let answer = app.browser().post_from(&mail.path(), "/api/reset_password", &form).await;
    assert!(answer.location().unwrap().contains("__err"), "{answer:?}");
    // The password is what it was.
    let answer = app.browser().post("/api/login", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    assert_eq!(answer.location(), Some("/account"), "{answer:?}");
    app.forget_sign_ins().await;
}

#[tokio::test]
async fn a_disabled_user_stays_out() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    app.user("ada@example.com").await;
    app.browser().post_from("/reset", "/api/request_reset", &[("email", "ada@example.com")]).await;
    let mail = app.only_mail(&mut server).await;
    let mut user = user_of(&app, "ada@example.com").await.unwrap().into_active_model();
    user.disabled_at = Set(Some(1));
    user.update(&app.state.db).await.unwrap();
    let (mut browser, token) = (app.browser(), mail.token());
    let form = [("token", token.as_str()), ("password", NEW)];
    let answer = browser.post_from(&mail.path(), "/api/reset_password", &form).await;
    let page = browser.get(answer.location().unwrap()).await;
    assert!(page.text().contains("This account is closed."), "{}", page.text());
}

#[tokio::test]
async fn a_link_that_was_mailed_before_the_password_was_changed_is_void() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    app.browser().post_from("/reset", "/api/request_reset", &[("email", "ada@example.com")]).await;
    let mail = app.only_mail(&mut server).await;
    let form = [("current_password", PASSWORD), ("password", NEW)];
    let answer = browser.post_from("/account/password", "/api/change_password", &form).await;
    assert_eq!(answer.location(), Some("/account/password?changed"), "{answer:?}");
    app.only_mail(&mut server).await;
    assert_eq!(app.browser().get(&mail.path()).await.status, 410);
}
