//! Signing in by a mailed link or code.

use customer_portal::{
    account::{invitations, invite, member},
    entity::{session, user},
    model::Role,
    token::Token,
};
use reqwest::Method;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel, PaginatorTrait};

use crate::{
    mail::{user_of, waiting},
    support::{Browser, MailServer, PASSWORD, TestApp},
};

async fn ask(app: &TestApp, email: &str) -> Browser {
    let mut browser = app.browser();
    let form = [("email", email), ("next", "/pricing")];
    let answer = browser.post_from("/login", "/api/request_link", &form).await;
    assert_eq!(answer.location(), Some("/login/code?mailed"), "{answer:?}");
    browser
}

/// As a person who follows a link.
async fn follow(browser: &mut Browser, path: &str) -> testkit::Answer {
    let request = browser.request(Method::GET, path).header("accept", "text/html");
    let request = request.header("sec-fetch-mode", "navigate").header("sec-fetch-dest", "document");
    browser.send(request).await
}

#[tokio::test]
async fn a_code_signs_in_where_it_was_asked_for_and_nowhere_else() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "link").await;
    let mut browser = ask(&app, "Ada@Example.com").await;
    let page = browser.get("/login/code").await;
    assert!(page.text().contains("Enter your code"), "{}", page.text());
    let mail = app.only_mail(&mut server).await;
    let code = mail.code();
    // Whoever talks somebody into telling the code has another browser.
    let mut thief = ask(&app, "thief@example.com").await;
    app.only_mail(&mut server).await;
    let answer = thief.post_from("/login/code", "/api/enter_code", &[("code", &code)]).await;
    assert!(answer.location().unwrap().contains("__err"), "{answer:?}");

    let spaced = format!(" {} {}", &code[..3], &code[3..]);
    let answer = browser.post_from("/login/code", "/api/enter_code", &[("code", &spaced)]).await;
    assert_eq!(answer.location(), Some("/pricing"), "{answer:?}");
    assert_eq!(browser.get("/account").await.status, 200);
    let made = user_of(&app, "ada@example.com").await.unwrap();
    assert!(made.email_verified && made.password_hash.is_none());
    // Once, and the link with it.
    let answer = browser.post_from("/login/code", "/api/enter_code", &[("code", &code)]).await;
    assert!(answer.location().unwrap().contains("__err"), "{answer:?}");
    assert_eq!(app.browser().get(&mail.path()).await.status, 410);
}

#[tokio::test]
async fn the_link_signs_in_at_once_where_it_was_asked_for_and_asks_elsewhere() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "link").await;
    let mut browser = ask(&app, "ada@example.com").await;
    let mail = app.only_mail(&mut server).await;
    // A program that looks at links, with whatever headers, has not asked for it.
    let page = follow(&mut app.browser(), &mail.path()).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Sign in as ada@example.com."), "{}", page.text());
    // One in the browser that looks ahead is no person.
    let request = browser.request(Method::GET, &mail.path()).header("sec-purpose", "prefetch");
    let request = request.header("sec-fetch-mode", "navigate").header("sec-fetch-dest", "document");
    assert_eq!(browser.send(request).await.status, 200);
    let answer = follow(&mut browser, &mail.path()).await;
    assert_eq!(answer.location(), Some("/pricing"), "{answer:?}");
    assert_eq!(browser.get("/account").await.status, 200);

    ask(&app, "ada@example.com").await;
    let mail = app.only_mail(&mut server).await;
    let (mut elsewhere, token) = (app.browser(), mail.token());
    let answer = elsewhere.post_from(&mail.path(), "/api/confirm_link", &[("token", &token)]).await;
    assert_eq!(answer.location(), Some("/pricing"), "{answer:?}");
    assert_eq!(user::Entity::find().count(&app.state.db).await.unwrap(), 1);
}

#[tokio::test]
async fn a_code_is_guessed_five_times_at_most() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "link").await;
    let mut browser = ask(&app, "ada@example.com").await;
    let mail = app.only_mail(&mut server).await;
    let code = mail.code();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        let answer = browser.post_from("/login/code", "/api/enter_code", &[("code", wrong)]).await;
        assert!(answer.location().unwrap().contains("__err"), "{answer:?}");
    }
    let answer = browser.post_from("/login/code", "/api/enter_code", &[("code", &code)]).await;
    let page = browser.get(answer.location().unwrap()).await;
    assert!(page.text().contains("That code isn’t right, or it has expired."), "{}", page.text());
    assert_eq!(session::Entity::find().count(&app.state.db).await.unwrap(), 0);
    // The link in the same mail still works.
    assert_eq!(follow(&mut browser, &mail.path()).await.location(), Some("/pricing"));
}

#[tokio::test]
async fn a_password_that_somebody_else_may_have_chosen_goes_when_the_address_is_proved() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "link,password").await;
    // Made before mails were sent: nobody knows whose address it is.
    let (mut squatter, id) = app.signed_in("ada@example.com").await;
    let account = app.account(id).await;
    let owner = member(&app.state.db, &account, id).await.unwrap().unwrap();
    let (friend, token) = ("accomplice@example.com".parse().unwrap(), Token::random().unwrap());
    let invited = async |transaction: &_| invite(transaction, &owner, &friend, Role::Owner, &token).await;
    app.state.db.write_tx(invited).await.unwrap();
    let mut ada = ask(&app, "ada@example.com").await;
    let mail = app.only_mail(&mut server).await;
    assert_eq!(follow(&mut ada, &mail.path()).await.location(), Some("/pricing"));
    assert_eq!(squatter.get("/account").await.location(), Some("/login"));
    assert_eq!(invitations(&app.state.db, &account).await.unwrap(), []);
    let answer = app.browser().post("/api/login", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    assert!(answer.location().unwrap().contains("/login?"), "{answer:?}");
    // She is told: it may have been hers.
    assert_eq!(app.only_mail(&mut server).await.subject, "Your password for Customer Portal was removed");
    // A password of an address that is proved stays.
    let mut user = user_of(&app, "ada@example.com").await.unwrap().into_active_model();
    user.password_hash = Set(Some("a hash".to_owned()));
    user.update(&app.state.db).await.unwrap();
    let mut ada = ask(&app, "ada@example.com").await;
    let mail = app.only_mail(&mut server).await;
    follow(&mut ada, &mail.path()).await;
    assert!(user_of(&app, "ada@example.com").await.unwrap().password_hash.is_some());
}

#[tokio::test]
async fn nobody_learns_whether_there_is_an_account() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "link").await;
    app.user("ada@example.com").await;
    let mut seen = Vec::new();
    for email in ["ada@example.com", "new@example.com"] {
        let mut browser = ask(&app, email).await;
        assert_eq!(waiting(&app).await, 1);
        let page = browser.get("/login/code").await.text();
        let mail = app.only_mail(&mut server).await;
        seen.push((page, mail.subject));
    }
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn where_links_are_the_only_way_there_is_no_password_anywhere() {
    let Some(server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "link").await;
    let page = app.browser().get("/login").await;
    assert!(!page.body.contains("type=\"password\""), "{}", page.body);
    assert_eq!(app.browser().get("/signup").await.location(), Some("/login"));
    assert_eq!(app.browser().get("/reset").await.location(), Some("/login"));
    for form in ["login", "signup", "change_password", "request_reset", "reset_password", "confirm_sign_up"] {
        assert_eq!(app.browser().post(&format!("/api/{form}"), &[]).await.status, 404, "{form}");
    }
    // And where they are not, none of theirs.
    let app = TestApp::mailing(&server, "password").await;
    assert!(!app.browser().get("/login").await.body.contains("/api/request_link"));
    for form in ["request_link", "enter_code", "confirm_link"] {
        assert_eq!(app.browser().post(&format!("/api/{form}"), &[]).await.status, 404, "{form}");
    }
}

#[tokio::test]
async fn two_links_opened_at_once_make_one_user() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "link").await;
    let mut links = Vec::new();
    for _ in 0..4 {
        let browser = ask(&app, "ada@example.com").await;
        links.push((browser, app.only_mail(&mut server).await.path()));
    }
    let opened = links.iter_mut().map(|(browser, path)| follow(browser, path));
    for answer in futures::future::join_all(opened).await {
        assert_eq!(answer.location(), Some("/pricing"), "{answer:?}");
    }
    assert_eq!(user::Entity::find().count(&app.state.db).await.unwrap(), 1);
    // The same one twice at once signs in once.
    ask(&app, "ada@example.com").await;
    let mail = app.only_mail(&mut server).await;
    let (path, token) = (mail.path(), mail.token());
    let form = [("token", token.as_str())];
    let (mut one, mut other) = (app.browser(), app.browser());
    let both = tokio::join!(
        one.post_from(&path, "/api/confirm_link", &form),
        other.post_from(&path, "/api/confirm_link", &form)
    );
    let signed_in = [&both.0, &both.1].iter().filter(|answer| answer.location() == Some("/pricing")).count();
    assert_eq!(signed_in, 1, "{both:?}");
}

#[tokio::test]
async fn an_address_that_somebody_proved_stays_theirs_beside_one_that_somebody_typed() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "link,password").await;
    let mut ada = ask(&app, "ada@example.com").await;
    let mail = app.only_mail(&mut server).await;
    follow(&mut ada, &mail.path()).await;
    let proved = user_of(&app, "ada@example.com").await.unwrap().id;
    // As it was possible where no mail was sent.
    app.user("ada@example.com").await;
    let mut again = ask(&app, "ada@example.com").await;
    let mail = app.only_mail(&mut server).await;
    assert_eq!(follow(&mut again, &mail.path()).await.location(), Some("/pricing"));
    let sessions = session::Entity::find().all(&app.state.db).await.unwrap();
    assert!(sessions.iter().all(|session| session.user_id == Some(proved)), "{sessions:?}");
}

#[tokio::test]
async fn a_link_leads_nowhere_once_its_way_in_is_switched_off() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "link").await;
    let mut browser = ask(&app, "ada@example.com").await;
    let mail = app.only_mail(&mut server).await;
    let off = TestApp::mailing(&server, "password").await;
    browser.move_to(&off.url);
    assert_eq!(follow(&mut browser, &mail.path()).await.status, 404);
    for what in ["reset", "sign-up"] {
        let path = format!("/mail/{what}/{}", mail.token());
        assert_eq!(app.browser().get(&path).await.status, 404, "{what}");
    }
}

#[tokio::test]
async fn who_signed_in_long_ago_signs_in_again_before_changing_the_address() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "link").await;
    let mut ada = ask(&app, "ada@example.com").await;
    let mail = app.only_mail(&mut server).await;
    follow(&mut ada, &mail.path()).await;
    let mut row = session::Entity::find().one(&app.state.db).await.unwrap().unwrap().into_active_model();
    let mut data: serde_json::Value = serde_json::from_str(row.data.as_ref()).unwrap();
    data["began"] = (clock::now_seconds() - 31 * 60).into();
    row.data = Set(data.to_string());
    row.update(&app.state.db).await.unwrap();
    let form = [("email", "thief@example.com")];
    let answer = ada.post_from("/account/security", "/api/change_email", &form).await;
    let page = ada.get(answer.location().unwrap()).await;
    assert!(page.text().contains("For this you have to sign in again"), "{}", page.text());
    assert_eq!(waiting(&app).await, 0);
    let form = [("confirmed", "yes")];
    let answer = ada.post_from("/account/delete", "/api/delete_account", &form).await;
    assert!(answer.location().unwrap().contains("__err"), "{answer:?}");
}
