//! What becomes of mails when the mail server is unkind.

use customer_portal::{
    entity::mail,
    mail::{Delivery, job_of, replay},
};
use queue::Queue;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use smtp::{Smtp, SmtpUrl};

use crate::{
    mail::waiting,
    support::{MailServer, TestApp},
};

async fn ask_reset(app: &TestApp, email: &str) {
    app.browser().post_from("/reset", "/api/request_reset", &[("email", email)]).await;
}

async fn job(app: &TestApp) -> Option<queue::job::Model> {
    let queue = Queue::new(app.state.db.clone(), "mail");
    let mail = mail::Entity::find().one(&app.state.db).await.unwrap()?;
    queue.find(&job_of(&mail.id)).await.unwrap()
}

/// Makes what waits due now.
async fn now(app: &TestApp) {
    let mail = mail::Entity::find().one(&app.state.db).await.unwrap().unwrap();
    assert_eq!(replay(&app.state.db, &[mail.id]).await.unwrap(), 1);
}

#[tokio::test]
async fn what_is_put_off_is_sent_later() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    ask_reset(&app, "later@example.com").await;
    assert_eq!(app.send_mails().await, 1);
    let waits = job(&app).await.expect("it waits");
    assert!(!waits.given_up && waits.last_error.unwrap().contains("Come back later"));
    now(&app).await;
    assert_eq!(app.only_mail(&mut server).await.to, "later@example.com");
    assert_eq!((waiting(&app).await, job(&app).await), (0, None));
}

#[tokio::test]
async fn what_is_refused_is_given_up_and_can_be_replayed() {
    let Some(server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    ask_reset(&app, "refused@example.com").await;
    assert_eq!(app.send_mails().await, 1);
    let dead = job(&app).await.expect("it is kept");
    assert!(dead.given_up && dead.last_error.unwrap().contains("No such mailbox"));
    now(&app).await;
    assert!(!job(&app).await.unwrap().given_up);
    app.leaves_jobs(["mail"]);
}

#[tokio::test]
async fn a_letter_that_was_taken_before_the_connection_broke_comes_twice_as_the_same() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    ask_reset(&app, "broken@example.com").await;
    assert_eq!(app.send_mails().await, 1);
    let first = server.next().await;
    let waits = job(&app).await.expect("nobody knows whether it was taken");
    assert!(!waits.given_up, "{waits:?}");
    now(&app).await;
    let second = app.only_mail(&mut server).await;
    assert_eq!(first, second);
    assert_eq!(waiting(&app).await, 0);
}

#[tokio::test]
async fn a_slow_server_is_waited_for() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    ask_reset(&app, "slow@example.com").await;
    assert_eq!(app.only_mail(&mut server).await.to, "slow@example.com");
    assert_eq!(waiting(&app).await, 0);
}

#[tokio::test]
async fn a_server_that_is_away_or_does_not_let_us_in_is_no_mails_fault() {
    let Some(mut locked) = MailServer::start_with(&[("MAIL_USER", "post"), ("MAIL_PASSWORD", "right")]).await else {
        return;
    };
    let port = locked.port;
    for (url, words) in [
        ("smtp://127.0.0.1:1".to_owned(), "cannot be used"),
        (format!("smtp://post:wrong@127.0.0.1:{port}"), "Who are you?"),
    ] {
        let url: SmtpUrl = url.parse().unwrap();
        let client = Smtp::new(&url, "billing@example.com".parse().unwrap(), "localhost", []).unwrap();
        let error = client.check().await.expect_err("unusable").in_full();
        assert!(error.contains(words), "{error}");
        let app = TestApp::start_configured("http://127.0.0.1:1/", |_, site| site.delivery = Delivery::Smtp(client));
        let app = app.await;
        ask_reset(&app, "ada@example.com").await;
        for _ in 0..3 {
            assert_eq!(app.send_mails().await, 1);
            now(&app).await;
        }
        let waits = job(&app).await.unwrap();
        assert!(!waits.given_up, "{waits:?}");
        app.leaves_jobs(["mail"]);
    }
    let url: SmtpUrl = format!("smtp://post:right@127.0.0.1:{port}").parse().unwrap();
    let client = Smtp::new(&url, "Acme <billing@example.com>".parse().unwrap(), "localhost", []).unwrap();
    client.check().await.unwrap();
    let app = TestApp::start_configured("http://127.0.0.1:1/", |_, site| site.delivery = Delivery::Smtp(client)).await;
    ask_reset(&app, "ada@example.com").await;
    assert_eq!(app.only_mail(&mut locked).await.from, "\"Acme\" <billing@example.com>");
}

#[tokio::test]
async fn what_nobody_needs_any_more_is_not_sent() {
    let Some(server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    ask_reset(&app, "ada@example.com").await;
    let mut mail = mail::Entity::find().one(&app.state.db).await.unwrap().unwrap().into_active_model();
    mail.expires_at = Set(clock::now_seconds());
    mail.update(&app.state.db).await.unwrap();
    assert_eq!(app.send_mails().await, 1);
    assert_eq!((waiting(&app).await, job(&app).await), (0, None));
}

#[tokio::test]
async fn a_stolen_table_has_neither_links_nor_codes() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password,link").await;
    app.user("ada@example.com").await;
    ask_reset(&app, "ada@example.com").await;
    // Who follows an invitation and asks for a link to sign in comes back to the invitation.
    let invitation = "/mail/invitation/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ";
    let form = [("email", "ada@example.com"), ("next", invitation)];
    app.browser().post_from("/login", "/api/request_link", &form).await;
    let dump = app.dump().await;
    assert_eq!(app.send_mails().await, 2);
    let (one, other) = (server.next().await, server.next().await);
    let (reset, link) = if one.path().contains("/reset/") { (one, other) } else { (other, one) };
    for secret in [reset.token(), link.token(), format!("\"{}\"", link.code()), invitation.to_owned()] {
        assert!(!dump.contains(&secret), "{secret}");
    }
}
