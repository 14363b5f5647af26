//! Proving an address, and changing it.

use customer_portal::entity::{customer_owner, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use stripe_core::customer::{RetrieveCustomer, RetrieveCustomerReturned, UpdateCustomer};

use crate::{
    mail::{user_of, waiting},
    support::{MailServer, PASSWORD, Stripe, TestApp},
};

const PAGE: &str = "/account/security";

#[tokio::test]
async fn another_address_is_proved_before_it_counts_and_both_are_told() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    let form = [("email", "Lovelace@example.com"), ("current_password", PASSWORD)];
    let answer = browser.post_from(PAGE, "/api/change_email", &form).await;
    assert_eq!(answer.location(), Some("/account/security?mailed"), "{answer:?}");
    let mail = app.only_mail(&mut server).await;
    assert_eq!(mail.to, "lovelace@example.com");
    assert!(user_of(&app, "lovelace@example.com").await.is_none());

    // The link waits until its user has signed in.
    let login = app.browser().get(&mail.path()).await.location().unwrap().to_owned();
    assert_eq!(login, format!("/login?next={}", mail.path().replace('/', "%2F")));
    // Somebody else who reads that mail proves nobody's account.
    let (mut other, _) = app.signed_in("other@example.com").await;
    assert_eq!(other.get(&mail.path()).await.status, 410);
    let token = mail.token();
    let confirm = [("token", token.as_str())];
    let answer = other.post_from(&mail.path(), "/api/confirm_email", &confirm).await;
    assert!(answer.location().unwrap().contains("__err"), "{answer:?}");

    assert_eq!(browser.get(&mail.path()).await.status, 200);
    let answer = browser.post_from(&mail.path(), "/api/confirm_email", &confirm).await;
    assert_eq!(answer.location(), Some("/account/security?confirmed"), "{answer:?}");
    assert!(user_of(&app, "lovelace@example.com").await.unwrap().email_verified);
    let mut told = Vec::new();
    for _ in 0..app.send_mails().await {
        told.push(server.next().await);
    }
    told.retain(|letter| letter.subject == "Your email for Customer Portal was changed");
    let mut told: Vec<_> = told.into_iter().map(|letter| letter.to).collect();
    told.sort();
    assert_eq!(told, ["ada@example.com", "lovelace@example.com"]);
    let form = [("email", "lovelace@example.com"), ("password", PASSWORD)];
    assert_eq!(app.browser().post("/api/login", &form).await.location(), Some("/account"));
    app.forget_sign_ins().await;
    assert_eq!(app.follow_addresses().await, 1);
}

#[tokio::test]
async fn the_customer_at_stripe_follows_where_it_had_the_address_before() {
    let Some(mut server) = MailServer::start().await else { return };
    let stripe = Stripe::start().await;
    let app = TestApp::mailing_with(&server, "password", &stripe.base()).await;
    let (customer, _) = stripe.subscriber("Pro").await;
    for (before, after) in
        [("ada@example.com", "lovelace@example.com"), ("invoices@example.com", "invoices@example.com")]
    {
        let update = UpdateCustomer::new(customer.clone()).email(before);
        app.state.billing.stripe.send(&update).await.unwrap();
        let (mut browser, user) = app.signed_in("ada@example.com").await;
        app.link(user, &customer).await;
        let form = [("email", "lovelace@example.com"), ("current_password", PASSWORD)];
        browser.post_from(PAGE, "/api/change_email", &form).await;
        let mail = app.only_mail(&mut server).await;
        let token = mail.token();
        browser.post_from(&mail.path(), "/api/confirm_email", &[("token", &token)]).await;
        for _ in 0..app.send_mails().await {
            server.next().await;
        }
        assert_eq!(app.follow_addresses().await, 1);
        let found = app.state.billing.stripe.send(&RetrieveCustomer::new(customer.clone())).await.unwrap().value;
        let RetrieveCustomerReturned::Customer(found) = found else { panic!("deleted") };
        assert_eq!(found.email.as_deref(), Some(after));
        user::Entity::delete_by_id(user.0).exec(&app.state.db).await.unwrap();
        let account = customer_owner::Entity::find().one(&app.state.db).await.unwrap().unwrap();
        customer_owner::Entity::delete_by_id(account.account_id).exec(&app.state.db).await.unwrap();
    }
}

#[tokio::test]
async fn it_takes_the_password_and_another_users_address_is_not_given_away() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    app.user("taken@example.com").await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    let form = [("email", "new@example.com"), ("current_password", "not-the-password")];
    let answer = browser.post_from(PAGE, "/api/change_email", &form).await;
    assert!(answer.location().unwrap().contains("__err"), "{answer:?}");
    assert_eq!(waiting(&app).await, 0);
    let form = [("email", "taken@example.com"), ("current_password", PASSWORD)];
    let answer = browser.post_from(PAGE, "/api/change_email", &form).await;
    assert_eq!(answer.location(), Some("/account/security?mailed"), "{answer:?}");
    let mail = app.only_mail(&mut server).await;
    assert_eq!(mail.subject, "You already have an account at Customer Portal");
}

#[tokio::test]
async fn an_address_that_was_never_proved_can_be() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    let answer = browser.post_from(PAGE, "/api/change_email", &[("email", "ada@example.com")]).await;
    assert_eq!(answer.location(), Some("/account/security?mailed"), "{answer:?}");
    let mail = app.only_mail(&mut server).await;
    let token = mail.token();
    let answer = browser.post_from(&mail.path(), "/api/confirm_email", &[("token", &token)]).await;
    assert_eq!(answer.location(), Some("/account/security?confirmed"), "{answer:?}");
    assert!(user_of(&app, "ada@example.com").await.unwrap().email_verified);
    assert_eq!(waiting(&app).await, 0, "nothing changed that anybody has to be told of");
}

#[tokio::test]
async fn a_link_of_an_address_that_is_not_the_users_any_more_opens_nothing() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    app.browser().post_from("/reset", "/api/request_reset", &[("email", "ada@example.com")]).await;
    let reset = app.only_mail(&mut server).await;
    let mut user = user_of(&app, "ada@example.com").await.unwrap().into_active_model();
    user.email = Set("lovelace@example.com".to_owned());
    user.update(&app.state.db).await.unwrap();
    let token = reset.token();
    let form = [("token", token.as_str()), ("password", "copper-window-tide")];
    let answer = browser.post_from(&reset.path(), "/api/reset_password", &form).await;
    assert!(answer.location().unwrap().contains("__err"), "{answer:?}");
}
