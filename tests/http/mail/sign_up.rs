//! Signing up where mail reaches people.

use customer_portal::{account::customer_of, auth::UserId, entity::user};
use sea_orm::EntityTrait;

use crate::{
    mail::{user_of, waiting},
    support::{MailServer, PASSWORD, TestApp},
};

const FORM: [(&str, &str); 3] = [("email", "Ada@Example.com"), ("password", PASSWORD), ("next", "/pricing")];

#[tokio::test]
async fn the_account_is_made_when_the_address_has_proved_itself() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    let mut browser = app.browser();
    let answer = browser.post("/api/signup", &FORM).await;
    assert_eq!(answer.location(), Some("/signup?mailed"), "{answer:?}");
    let page = browser.get("/signup?mailed").await;
    assert!(page.text().contains("Check your email."), "{}", page.text());
    assert_eq!(user_of(&app, "ada@example.com").await, None);

    let mail = app.only_mail(&mut server).await;
    assert_eq!(
        (mail.to.as_str(), mail.subject.as_str()),
        ("ada@example.com", "Confirm your email for Customer Portal")
    );
    assert!(mail.html.contains(&mail.path()), "{}", mail.html);
    // A program that looks at links does nothing by that.
    for _ in 0..2 {
        let page = app.browser().get(&mail.path()).await;
        assert_eq!((page.status.as_u16(), page.header("referrer-policy")), (200, Some("no-referrer")), "{page:?}");
    }
    let page = browser.get(&mail.path()).await;
    assert!(!page.body.contains("type=\"password\""), "{}", page.body);
    let token = mail.token();
    let confirm = [("token", token.as_str())];
    let answer = browser.post_from(&mail.path(), "/api/confirm_sign_up", &confirm).await;
    assert_eq!(answer.location(), Some("/pricing"), "{answer:?}");
    assert!(user_of(&app, "ada@example.com").await.unwrap().email_verified);
    assert_eq!(browser.get("/account").await.status, 200);
    // Once.
    assert_eq!(browser.get(&mail.path()).await.status, 410);
    let again = app.browser().post_from(&mail.path(), "/api/confirm_sign_up", &confirm).await;
    assert!(again.location().unwrap().contains("__err"), "{again:?}");
}

#[tokio::test]
async fn another_browser_is_asked_for_the_password() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    // Somebody else signs up with Ada's address and a password of theirs.
    app.browser().post("/api/signup", &FORM).await;
    let mail = app.only_mail(&mut server).await;
    let mut ada = app.browser();
    let page = ada.get(&mail.path()).await;
    assert!(page.body.contains("type=\"password\""), "{}", page.body);
    let token = mail.token();
    for (wrong, words) in [("", "Enter your password."), ("not-their-password", "That isn’t the password you chose.")]
    {
        let form = [("token", token.as_str()), ("password", wrong)];
        let answer = ada.post_from(&mail.path(), "/api/confirm_sign_up", &form).await;
        let location = answer.location().unwrap().to_owned();
        assert!(location.contains(&mail.path()), "{location}");
        let page = ada.get(&location).await.text();
        assert!(page.contains(words), "{page}");
    }
    assert_eq!(user_of(&app, "ada@example.com").await, None);
    let form = [("token", token.as_str()), ("password", PASSWORD)];
    let answer = ada.post_from(&mail.path(), "/api/confirm_sign_up", &form).await;
    assert_eq!(answer.location(), Some("/pricing"), "{answer:?}");
}

#[tokio::test]
async fn an_address_with_an_account_is_answered_like_any_other() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    app.user("ada@example.com").await;
    let mut answers = Vec::new();
    for email in ["ada@example.com", "new@example.com"] {
        let mut browser = app.browser();
        let answer = browser.post("/api/signup", &[("email", email), ("password", PASSWORD)]).await;
        assert_eq!(waiting(&app).await, 1, "{email}: one mail, whoever it is");
        let page = browser.get(answer.location().unwrap()).await;
        answers.push((answer.status, answer.location().map(str::to_owned), page.text()));
        app.only_mail(&mut server).await;
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn nobodys_mailbox_is_filled() {
    let Some(server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    for _ in 0..9 {
        let answer = app.browser().post("/api/signup", &FORM).await;
        assert_eq!(answer.location(), Some("/signup?mailed"), "{answer:?}");
    }
    assert_eq!(waiting(&app).await, 5);
    app.leaves_jobs(["mail"; 5]);
}

#[tokio::test]
async fn somebody_without_a_password_signs_up_and_stays_the_same_user() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    // Linked by the operator, with a customer at Stripe.
    app.linked("ada@example.com", "cus_ada").await;
    let mut browser = app.browser();
    browser.post("/api/signup", &FORM).await;
    let mail = app.only_mail(&mut server).await;
    let token = mail.token();
    let answer = browser.post_from(&mail.path(), "/api/confirm_sign_up", &[("token", &token)]).await;
    assert_eq!(answer.location(), Some("/pricing"), "{answer:?}");
    let all = user::Entity::find().all(&app.state.db).await.unwrap();
    assert!(all.len() == 1 && all[0].password_hash.is_some() && all[0].email_verified, "{all:?}");
    let account = app.account(UserId(all[0].id)).await;
    assert_eq!(customer_of(&app.state.db, &account).await.unwrap().as_deref(), Some("cus_ada"));
}
