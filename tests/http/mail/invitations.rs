//! Inviting people into an account.

use customer_portal::{
    account::{add_member, members},
    model::Role,
};

use sea_orm::EntityTrait;

use crate::{
    mail::{prove, user_of, waiting},
    support::{Browser, MailServer, PASSWORD, TestApp},
};

async fn invite(browser: &mut Browser, email: &str, role: &str) -> testkit::Answer {
    browser.post_from("/account/members", "/api/invite", &[("email", email), ("role", role)]).await
}

async fn sign_up(app: &TestApp, server: &mut MailServer, email: &str, next: &str) -> (Browser, String) {
    let mut browser = app.browser();
    browser.post("/api/signup", &[("email", email), ("password", PASSWORD), ("next", next)]).await;
    let mail = app.only_mail(server).await;
    let token = mail.token();
    let answer = browser.post_from(&mail.path(), "/api/confirm_sign_up", &[("token", &token)]).await;
    (browser, answer.location().unwrap().to_owned())
}

#[tokio::test]
async fn somebody_new_is_invited_signs_up_and_accepts() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    let (mut owner, id) = app.signed_in("owner@example.com").await;
    prove(&app, id).await;
    let account = app.account(id).await;
    assert_eq!(invite(&mut owner, "Ada@Example.com", "billing").await.location(), Some("/account/members"));
    let page = owner.get("/account/members").await;
    assert!(page.text().contains("ada@example.com"), "{}", page.text());
    let mail = app.only_mail(&mut server).await;
    assert_eq!(
        (mail.to.as_str(), mail.subject.as_str()),
        ("ada@example.com", "You’re invited to an account at Customer Portal")
    );
    assert!(mail.text.contains("owner@example.com invites you"), "{}", mail.text);

    let page = app.browser().get(&mail.path()).await;
    assert!(page.text().contains("Sign in as ada@example.com to accept."), "{}", page.text());
    let (mut ada, location) = sign_up(&app, &mut server, "ada@example.com", &mail.path()).await;
    assert_eq!(location, mail.path(), "the link survives signing up");
    assert!(ada.get(&location).await.text().contains("Accept invitation"));
    let token = mail.token();
    let accept = [("token", token.as_str())];
    let answer = ada.post_from(&mail.path(), "/api/accept_invitation", &accept).await;
    assert_eq!(answer.location(), Some("/account"), "{answer:?}");
    let all = members(&app.state.db, &account, 1).await.unwrap().rows;
    let roles: Vec<_> = all.iter().map(|member| (member.email.as_str(), member.role)).collect();
    assert_eq!(roles, [("ada@example.com", Role::Billing), ("owner@example.com", Role::Owner)]);
    // She acts for that account now, and the invitation is used up.
    assert!(ada.get("/account/members").await.text().contains("owner@example.com"));
    assert_eq!(ada.get(&mail.path()).await.status, 410);
    assert!(!owner.get("/account/members").await.text().contains("Not accepted yet"));
}

#[tokio::test]
async fn nobody_else_accepts_it() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    let (mut owner, id) = app.signed_in("owner@example.com").await;
    prove(&app, id).await;
    invite(&mut owner, "ada@example.com", "owner").await;
    let mail = app.only_mail(&mut server).await;
    let (mut eve, _) = app.signed_in("eve@example.com").await;
    let page = eve.get(&mail.path()).await;
    assert!(page.text().contains("The invitation is for ada@example.com."), "{}", page.text());
    let token = mail.token();
    let answer = eve.post_from(&mail.path(), "/api/accept_invitation", &[("token", &token)]).await;
    assert!(answer.location().unwrap().contains("__err"), "{answer:?}");
    let account = app.account(id).await;
    assert_eq!(members(&app.state.db, &account, 1).await.unwrap().rows.len(), 1);
}

#[tokio::test]
async fn only_owners_invite_and_what_they_take_back_is_void() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    let (mut owner, id) = app.signed_in("owner@example.com").await;
    prove(&app, id).await;
    let account = app.account(id).await;
    let viewer = app.user("viewer@example.com").await;
    let own = app.account(viewer).await;
    customer_portal::entity::account::Entity::delete_by_id(own.as_str()).exec(&app.state.db).await.unwrap();
    add_member(&app.state.db, &account, viewer, Role::Viewer).await.unwrap();
    let mut browser = app.browser();
    browser.post("/api/login", &[("email", "viewer@example.com"), ("password", PASSWORD)]).await;
    app.forget_sign_ins().await;
    assert!(invite(&mut browser, "eve@example.com", "owner").await.location().unwrap().contains("__err"));
    assert!(!browser.get("/account/members").await.body.contains("/api/invite"));
    assert_eq!(waiting(&app).await, 0);
    for (email, role) in [("no address", "viewer"), ("ada@example.com", "king")] {
        assert!(invite(&mut owner, email, role).await.location().unwrap().contains("__err"), "{email} {role}");
    }

    invite(&mut owner, "ada@example.com", "viewer").await;
    let mail = app.only_mail(&mut server).await;
    let page = owner.get("/account/members").await.body;
    let (_, rest) = page.split_once("name=\"invitation\" value=\"").unwrap();
    let (invitation, _) = rest.split_once('"').unwrap();
    // Not by somebody of another account.
    let (mut stranger, _) = app.signed_in("stranger@example.com").await;
    stranger.post_from("/account/members", "/api/withdraw_invitation", &[("invitation", invitation)]).await;
    assert_eq!(app.browser().get(&mail.path()).await.status, 200);
    owner.post_from("/account/members", "/api/withdraw_invitation", &[("invitation", invitation)]).await;
    assert_eq!(app.browser().get(&mail.path()).await.status, 410);
}

#[tokio::test]
async fn an_invitation_of_somebody_who_is_no_owner_any_more_is_void() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    let (mut owner, id) = app.signed_in("owner@example.com").await;
    prove(&app, id).await;
    invite(&mut owner, "ada@example.com", "viewer").await;
    let mail = app.only_mail(&mut server).await;
    let account = app.account(id).await;
    customer_portal::entity::member::Entity::delete_by_id((account.to_string(), id.0))
        .exec(&app.state.db)
        .await
        .unwrap();
    assert_eq!(app.browser().get(&mail.path()).await.status, 410);
}

#[tokio::test]
async fn invitations_are_limited() {
    let Some(server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    let (mut owner, id) = app.signed_in("owner@example.com").await;
    prove(&app, id).await;
    for number in 0..20 {
        let answer = invite(&mut owner, &format!("person{number}@example.com"), "viewer").await;
        assert_eq!(answer.location(), Some("/account/members"), "{number}");
    }
    let answer = invite(&mut owner, "one.more@example.com", "viewer").await;
    let page = owner.get(answer.location().unwrap()).await;
    assert!(page.text().contains("Too many invitations."), "{}", page.text());
    assert!(user_of(&app, "person1@example.com").await.is_none());
    app.leaves_jobs(["mail"; 20]);
}

#[tokio::test]
async fn who_has_not_proved_their_own_address_invites_nobody() {
    let Some(server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    let (mut owner, _) = app.signed_in("victim@example.com").await;
    let answer = invite(&mut owner, "accomplice@example.com", "owner").await;
    let page = owner.get(answer.location().unwrap()).await;
    assert!(page.text().contains("Confirm your own email first"), "{}", page.text());
    assert_eq!(waiting(&app).await, 0);
}

#[tokio::test]
async fn a_member_who_is_invited_again_keeps_their_role() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    let (mut owner, id) = app.signed_in("owner@example.com").await;
    prove(&app, id).await;
    let account = app.account(id).await;
    let (mut ada, member) = app.signed_in("ada@example.com").await;
    add_member(&app.state.db, &account, member, Role::Billing).await.unwrap();
    invite(&mut owner, "ada@example.com", "viewer").await;
    let mail = app.only_mail(&mut server).await;
    let token = mail.token();
    let answer = ada.post_from(&mail.path(), "/api/accept_invitation", &[("token", &token)]).await;
    assert_eq!(answer.location(), Some("/account"), "{answer:?}");
    let all = members(&app.state.db, &account, 1).await.unwrap().rows;
    assert_eq!(all.iter().find(|it| it.user == member).unwrap().role, Role::Billing);
    // Who has the link has read the mail.
    assert!(user_of(&app, "ada@example.com").await.unwrap().email_verified);
}
