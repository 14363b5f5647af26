//! Accounts with several members: what each role may do, who changes members, and users of several accounts.

use std::collections::BTreeSet;

use customer_portal::{
    account::{add_member, create_account, members, memberships},
    auth::UserId,
    mail::{Delivery, Shown},
    model::{AccountId, Role},
};
use leptos::server_fn::axum::server_fn_paths;
use mirror::{entity::invoice, sync};
use reqwest::Method;
use sea_orm::EntityTrait;
use serde_json::Value;

use crate::{
    checkout::{buy, shop},
    support::{Answer, Browser, Stripe, TestApp},
};

/// An account that is a customer with a plan, and a member of it.
struct Shared {
    stripe: Stripe,
    app: TestApp,
    account: AccountId,
    owner: UserId,
}

impl Shared {
    async fn start() -> (Self, Browser) {
        let stripe = Stripe::start().await;
        // Where mail is off, nobody can invite.
        let delivery = Delivery::Shown(Shown::default());
        let app = TestApp::start_configured(&stripe.base(), |_, site| site.delivery = delivery).await;
        let (customer, _) = stripe.subscriber("Pro").await;
        let (browser, owner) = app.customer("owner@example.com", &customer).await;
        sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
        let account = app.account(owner).await;
        (Self { stripe, app, account, owner }, browser)
    }

    /// A browser of somebody who belongs to this account alone.
    async fn member(&self, role: Role) -> (Browser, UserId) {
        let email = format!("another.{}@example.com", role.name());
        let user = self.app.user(&email).await;
        // Without the account that everybody gets who signs up.
        let own = self.app.account(user).await;
        customer_portal::entity::account::Entity::delete_by_id(own.as_str()).exec(&self.app.state.db).await.unwrap();
        add_member(&self.app.state.db, &self.account, user, role).await.unwrap();
        let mut browser = self.app.browser();
        browser.post("/api/login", &[("email", &email), ("password", crate::support::PASSWORD)]).await;
        self.app.forget_sign_ins().await;
        (browser, user)
    }

    async fn calls(&self) -> usize {
        self.stripe.read("requests").await["requests"].as_array().unwrap().len()
    }

    async fn invoice(&self) -> String {
        invoice::Entity::find().one(&self.app.state.db).await.unwrap().unwrap().id
    }

    async fn role_of(&self, user: UserId) -> Option<Role> {
        let all = members(&self.app.state.db, &self.account, 1).await.unwrap().rows;
        all.into_iter().find(|member| member.user == user).map(|member| member.role)
    }
}

/// Who may do it.
#[derive(Clone, Copy, PartialEq)]
enum Needs {
    /// It is about the visitor alone, whatever the account.
    Nobody,
    Billing,
    Owner,
}

/// Every way to change something, or to see what only some may see.
const WAYS: [(&str, Needs); 31] = [
    ("/api/login", Needs::Nobody),
    ("/api/signup", Needs::Nobody),
    ("/api/logout", Needs::Nobody),
    ("/api/change_password", Needs::Nobody),
    ("/api/choose_account", Needs::Nobody),
    ("/api/end_session", Needs::Nobody),
    ("/language/{tag}", Needs::Nobody),
    ("/api/checkout", Needs::Billing),
    ("/api/create_portal_session", Needs::Billing),
    ("/api/continue_plan", Needs::Billing),
    ("/api/change_member", Needs::Owner),
    ("/api/invite", Needs::Owner),
    ("/api/withdraw_invitation", Needs::Owner),
    ("/api/accept_invitation", Needs::Nobody),
    ("/api/request_reset", Needs::Nobody),
    ("/api/reset_password", Needs::Nobody),
    ("/api/confirm_sign_up", Needs::Nobody),
    ("/api/request_link", Needs::Nobody),
    ("/api/enter_code", Needs::Nobody),
    ("/api/confirm_link", Needs::Nobody),
    ("/api/change_email", Needs::Nobody),
    ("/api/confirm_email", Needs::Nobody),
    ("/api/delete_account", Needs::Owner),
    ("/api/portal", Needs::Billing),
    ("/account/invoices/{id}", Needs::Billing),
    ("/account/invoices/{id}/pdf", Needs::Billing),
    ("/account/invoices/{id}/pay", Needs::Billing),
    // Whoever has the link is signed in by it, as the company's product said.
    ("/enter/{token}", Needs::Nobody),
    // Whoever comes back from the identity provider is signed in by its answer.
    ("/oidc/start", Needs::Nobody),
    ("/oidc/callback", Needs::Nobody),
    // Signed by Stripe, and not by a member.
    ("/api/stripe/webhook", Needs::Nobody),
];

#[test]
fn every_route_that_changes_something_is_in_the_table() {
    let known: BTreeSet<&str> = WAYS.iter().map(|(path, _)| *path).collect();
    for (path, _) in server_fn_paths() {
        assert!(known.contains(path), "{path}: say in WAYS who may do it");
    }
    // As the router's own source names them; files and pages only show.
    let router = include_str!("../../src/router.rs");
    let routes = router.split(".route(").skip(1).map(|route| route.trim_start().split(',').next().unwrap());
    for route in routes.filter(|route| !route.contains("healthz") && !route.contains("readyz")) {
        let path = if route == "inbox::PATH" { mirror::inbox::PATH } else { route.trim_matches('"') };
        assert!(known.contains(path), "{path}: say in WAYS who may do it");
    }
}

async fn ask(shared: &Shared, browser: &mut Browser, path: &str, user: UserId) -> Answer {
    let invoice = shared.invoice().await;
    if path.starts_with("/account/invoices/") {
        return browser.get(&path.replace("{id}", &invoice)).await;
    }
    if path == "/api/portal" {
        return browser.post_body(path, "").await;
    }
    let user = user.0.to_string();
    let price = shared.stripe.state().await["prices"][0]["id"].as_str().unwrap().to_owned();
    let form = [("price", price.as_str()), ("subscription", "sub_1"), ("user", &user), ("role", "owner")];
    browser.fetch(path, &form).await
}

#[tokio::test]
async fn a_viewer_looks_and_changes_nothing() {
    let (shared, _) = Shared::start().await;
    let (mut browser, user) = shared.member(Role::Viewer).await;
    let page = browser.get("/account").await;
    assert!(page.text().contains("Current Plan Pro $12.00 per month Status Active"), "{}", page.text());
    assert!(page.text().contains("You can view this account."), "{}", page.text());
    for path in ["/api/create_portal_session", "/api/continue_plan", "/account/invoices/"] {
        assert!(!page.body.contains(path), "{path}: {}", page.body);
    }
    let before = shared.calls().await;
    for (path, _) in WAYS.into_iter().filter(|(_, needs)| *needs != Needs::Nobody) {
        let answer = ask(&shared, &mut browser, path, user).await;
        assert_eq!(answer.status.as_u16(), 403, "{path}: {answer:?}");
    }
    assert_eq!(shared.calls().await, before, "Stripe is not asked");
    assert_eq!(shared.role_of(user).await, Some(Role::Viewer));
}

#[tokio::test]
async fn billing_does_all_but_change_members() {
    let (shared, _) = Shared::start().await;
    let (mut browser, user) = shared.member(Role::Billing).await;
    for (path, needs) in WAYS.into_iter().filter(|(_, needs)| *needs != Needs::Nobody) {
        let status = ask(&shared, &mut browser, path, user).await.status.as_u16();
        assert_eq!(status == 403, needs == Needs::Owner, "{path}: {status}");
    }
    assert_eq!(shared.role_of(user).await, Some(Role::Billing));
    let page = browser.get("/account/members").await.text();
    assert!(page.contains("owner@example.com Owner") && page.contains("Only an owner"), "{page}");
}

#[tokio::test]
async fn an_owner_changes_roles_and_removes_and_one_owner_stays() {
    let (shared, mut browser) = Shared::start().await;
    let (mut theirs, user) = shared.member(Role::Viewer).await;
    let (own, other) = (shared.owner.0.to_string(), user.0.to_string());
    let change = |user: &str, role: &str| [("user".to_owned(), user.to_owned()), ("role".to_owned(), role.to_owned())];
    let post = async |browser: &mut Browser, form: [(String, String); 2]| {
        let form = form.each_ref().map(|(name, value)| (name.as_str(), value.as_str()));
        browser.post_from("/account/members", "/api/change_member", &form).await
    };
    assert_eq!(post(&mut browser, change(&other, "billing")).await.location(), Some("/account/members"));
    assert_eq!(shared.role_of(user).await, Some(Role::Billing));
    // At once, in a session that was begun before.
    assert_eq!(theirs.post_body("/api/portal", "").await.status, 200);

    for (form, words) in [
        (change(&own, "viewer"), "An account needs an owner."),
        (change(&own, "none"), "An account needs an owner."),
        (change("999", "viewer"), "That person is no longer a member."),
        (change("one", "viewer"), "That person is no longer a member."),
        (change(&other, "boss"), "Choose owner, billing, or viewer."),
    ] {
        let answer = post(&mut browser, form).await;
        let page = browser.get(answer.location().unwrap()).await.text();
        assert!(page.contains(words), "{words}: {page}");
    }

    assert_eq!(post(&mut browser, change(&other, "none")).await.location(), Some("/account/members"));
    assert_eq!(shared.role_of(user).await, None);
    assert_eq!(theirs.get("/account").await.location(), Some("/account/choose"));
    assert!(theirs.get("/account/choose").await.text().contains("You’re no longer a member of any account."));
    assert_eq!(theirs.post_body("/api/portal", "").await.status, 403);
}

#[tokio::test]
async fn of_two_owners_who_remove_each_other_one_stays() {
    let (shared, mut one) = Shared::start().await;
    let (mut other, user) = shared.member(Role::Owner).await;
    let (first, second) = (shared.owner.0.to_string(), user.0.to_string());
    let (of_one, of_other) =
        ([("user", second.as_str()), ("role", "none")], [("user", first.as_str()), ("role", "none")]);
    tokio::join!(one.post("/api/change_member", &of_one), other.post("/api/change_member", &of_other));
    let left = members(&shared.app.state.db, &shared.account, 1).await.unwrap().rows;
    assert_eq!(left.iter().map(|member| member.role).collect::<Vec<_>>(), [Role::Owner]);
}

#[tokio::test]
async fn nobody_changes_the_members_of_another_account() {
    let (shared, _) = Shared::start().await;
    let (mut stranger, user) = shared.app.signed_in("stranger@example.com").await;
    let form = [("user", shared.owner.0.to_string()), ("role", "viewer".to_owned())];
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(stranger.fetch("/api/change_member", &form).await.status, 404);
    assert_eq!(shared.role_of(shared.owner).await, Some(Role::Owner));
    // Nor by an account that the form or the address names.
    let named = [("account", shared.account.as_str()), ("user", form[0].1), ("role", "viewer")];
    assert_eq!(stranger.fetch("/api/change_member", &named).await.status, 404);
    assert_eq!(stranger.fetch("/api/choose_account", &[("account", shared.account.as_str())]).await.status, 404);
    let page = stranger.get("/account").await.text();
    assert!(page.contains("No Subscription") || !page.contains("Current Plan Pro"), "{page}");
    assert_eq!(memberships(&shared.app.state.db, user, 1).await.unwrap().rows.len(), 1);
}

#[tokio::test]
async fn who_belongs_to_several_accounts_chooses() {
    let (shared, mut browser) = Shared::start().await;
    let db = &shared.app.state.db;
    assert!(!browser.get("/account").await.text().contains("Switch account"));
    let second = create_account(db, None, Some("Second Company")).await.unwrap();
    add_member(db, &second, shared.owner, Role::Viewer).await.unwrap();
    // The session goes on with the account that it has.
    let page = browser.get("/account").await.text();
    assert!(page.contains("Switch account") && page.contains("Current Plan Pro"), "{page}");
    assert!(browser.get("/account/choose").await.text().contains("Second Company"));

    let chosen = browser.post("/api/choose_account", &[("account", second.as_str())]).await;
    assert_eq!(chosen.location(), Some("/account"));
    let page = browser.get("/account").await.text();
    assert!(page.contains("Second Company") && !page.contains("Current Plan Pro"), "{page}");
    assert_eq!(browser.post_body("/api/portal", "").await.status, 403, "a viewer in this one");

    // A new session has to choose first.
    let mut anew = shared.app.browser();
    anew.post("/api/login", &[("email", "owner@example.com"), ("password", crate::support::PASSWORD)]).await;
    shared.app.forget_sign_ins().await;
    assert_eq!(anew.get("/account").await.location(), Some("/account/choose"));
    let refused = anew.request(Method::POST, "/api/portal").header("content-type", "application/json");
    let answer = anew.send(refused).await;
    assert_eq!((answer.status.as_u16(), answer.json()["error"].as_str()), (403, Some("Choose an account first")));
    anew.post("/api/choose_account", &[("account", shared.account.as_str())]).await;
    assert!(anew.get("/account").await.text().contains("Current Plan Pro"));
}

#[tokio::test]
async fn a_new_customer_says_at_stripe_whose_it_is() {
    let (stripe, app, price, _) = shop().await;
    let (mut browser, user) = app.signed_in("ada@example.com").await;
    let answer = buy(&mut browser, &price).await;
    assert!(answer.location().unwrap().contains("/c/pay/"), "{answer:?}");
    let state = stripe.state().await;
    let made: &Value = state["customers"].as_array().unwrap().last().unwrap();
    assert_eq!(made["metadata"]["account_id"], app.account(user).await.as_str());
}

#[tokio::test]
async fn a_list_of_members_or_accounts_is_shown_page_by_page() {
    let (shared, mut browser) = Shared::start().await;
    let db = &shared.app.state.db;
    for number in 0..60 {
        let user = shared.app.without_password(&format!("member{number:02}@example.com")).await;
        add_member(db, &shared.account, user, Role::Viewer).await.unwrap();
        let account = create_account(db, None, Some(&format!("Company {number:02}"))).await.unwrap();
        add_member(db, &account, shared.owner, Role::Viewer).await.unwrap();
    }
    for (path, first, last) in
        [("/account/members", "member00@", "member59@"), ("/account/choose", "Company 00", "Company 59")]
    {
        let page = browser.get(path).await;
        assert!(page.text().contains(first) && !page.text().contains(last), "{path}: {}", page.text());
        assert!(page.body.contains(&format!("href=\"{path}?page=2\"")), "{}", page.body);
        let next = browser.get(&format!("{path}?page=2")).await.text();
        assert!(next.contains(last) && !next.contains(first) && next.contains("Previous page"), "{path}: {next}");
        assert!(!next.contains("Next page"), "{path}: {next}");
        for none in ["0", "-1", "x", "99999999999999999999"] {
            assert!(browser.get(&format!("{path}?page={none}")).await.text().contains(first), "{path} {none}");
        }
        assert_eq!(browser.get(&format!("{path}?page={}", u64::MAX)).await.status, 200);
    }
}
