//! Deleting an account: everything ends at Stripe first, and only then anything is deleted here.

use customer_portal::{
    account::{add_member, create_account},
    auth::UserId,
    entity::{account, customer_owner, identity, member, session, user},
    model::Role,
};
use mirror::{
    entity::{customer, invoice, payment_method, stripe_event, subscription, subscription_item},
    sync,
};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait, Statement};
use serde_json::{Value, json};

use crate::{
    checkout::{buy, id, open_sessions, price, shop},
    handover::{Site, ada, follow},
    support::{Answer, Browser, PASSWORD, Stripe, TestApp, deliver},
};

const PAGE: &str = "/account/delete";
const NO_STRIPE: &str = "http://127.0.0.1:1/";

/// A site with one customer, whose billing is mirrored.
struct Leaving {
    stripe: Stripe,
    app: TestApp,
    browser: Browser,
    user: UserId,
    customer: String,
}

impl Leaving {
    async fn start() -> Self {
        let stripe = Stripe::start().await;
        let app = TestApp::start(&stripe.base()).await;
        let (customer, _) = stripe.subscriber("Pro").await;
        let (browser, user) = app.customer("ada@example.com", &customer).await;
        sync(&app.state.billing.mirror, &app.state.billing.stripe, &customer).await.unwrap();
        Self { stripe, app, browser, user, customer }
    }

    async fn delete(&mut self) -> Answer {
        delete(&mut self.browser, PASSWORD).await
    }

    /// What the page says after a refusal.
    async fn told(&mut self, refused: Answer) -> String {
        self.browser.get(refused.location().unwrap()).await.text()
    }

    async fn statuses(&self) -> Vec<Value> {
        let state = self.stripe.state().await;
        state["subscriptions"].as_array().unwrap().iter().map(|it| it["status"].clone()).collect()
    }

    async fn is_there(&self) -> bool {
        let db = &self.app.state.db;
        let all = [
            account::Entity::find().count(db).await.unwrap(),
            member::Entity::find().count(db).await.unwrap(),
            user::Entity::find().count(db).await.unwrap(),
            customer_owner::Entity::find().count(db).await.unwrap(),
            customer::Entity::find().count(db).await.unwrap(),
            subscription::Entity::find().count(db).await.unwrap(),
        ];
        assert!(all.iter().all(|count| *count == 0) || all.iter().all(|count| *count > 0), "{all:?}");
        all[0] > 0
    }
}

async fn delete(browser: &mut Browser, password: &str) -> Answer {
    let form = [("confirmed", "yes"), ("current_password", password)];
    browser.post_from(PAGE, "/api/delete_account", &form).await
}

#[tokio::test]
async fn the_last_owner_deletes_the_account_and_nothing_of_it_is_left() {
    let mut leaving = Leaving::start().await;
    let link = leaving.browser.get("/account/security").await.body.contains(r#"href="/account/delete""#);
    assert!(link);
    let mut elsewhere = leaving.app.browser();
    elsewhere.post("/api/login", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    leaving.browser.post_body("/api/portal", "").await;
    let page = leaving.browser.get(PAGE).await.text();
    assert!(page.contains("You don’t get a refund") && page.contains("stay at Stripe"), "{page}");

    let answer = leaving.delete().await;
    assert_eq!(answer.location(), Some("/?deleted"), "{answer:?}");
    assert_eq!(answer.header("clear-site-data"), Some("\"cache\", \"storage\""));
    assert_eq!(leaving.browser.cookie("session"), None);
    let page = leaving.browser.get("/?deleted").await.text();
    assert!(page.contains("Your account was deleted.") && page.contains("Sign in"), "{page}");
    assert!(!leaving.is_there().await);
    let db = &leaving.app.state.db;
    assert_eq!(session::Entity::find().count(db).await.unwrap(), 0);
    assert_eq!(subscription_item::Entity::find().count(db).await.unwrap(), 0);
    assert_eq!(invoice::Entity::find().count(db).await.unwrap(), 0);
    assert_eq!(payment_method::Entity::find().count(db).await.unwrap(), 0);
    let clicks =
        db.query_one_raw(Statement::from_string(db.get_database_backend(), "SELECT count(*) FROM portal_clicks"));
    assert_eq!(clicks.await.unwrap().unwrap().try_get_by_index::<i64>(0).unwrap(), 0);
    assert_eq!(elsewhere.get("/account").await.location(), Some("/login"));
    let again = elsewhere.post("/api/login", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    assert!(again.location().unwrap().contains("/login?"), "{again:?}");

    assert_eq!(leaving.statuses().await, ["canceled"]);
    let state = leaving.stripe.state().await;
    assert_eq!(state["customers"][0]["id"], leaving.customer.as_str(), "the customer stays, with what has to be kept");
    assert_eq!(state["invoices"].as_array().unwrap().len(), 1, "neither a refund nor a last invoice");
    assert!(state["refunds"].as_array().is_none_or(Vec::is_empty) && state["invoices"][0]["status"] == "paid");
}

#[tokio::test]
async fn what_is_not_mirrored_ends_too_from_every_page_of_the_list() {
    let mut leaving = Leaving::start().await;
    let product = id(&leaving.stripe.post("products", &[("name", "Seats")]).await);
    let seats = price(&leaving.stripe, &product, "usd", "500", "month").await;
    for _ in 0..110 {
        let subscription = [("customer", leaving.customer.as_str()), ("items[0][price]", &seats)];
        leaving.stripe.post("subscriptions", &subscription).await;
    }
    let before = leaving.stripe.state().await["subscriptions"].as_array().unwrap().len();
    // One has ended meanwhile, and nobody was told.
    let first = id(&leaving.stripe.state().await["subscriptions"][0]);
    leaving.stripe.delete(&format!("subscriptions/{first}")).await;
    assert_eq!(leaving.delete().await.location(), Some("/?deleted"));
    let statuses = leaving.statuses().await;
    assert_eq!((statuses.len(), before), (111, 111));
    assert!(statuses.iter().all(|status| status == "canceled"), "{statuses:?}");
}

#[tokio::test]
async fn schedules_and_open_checkouts_end_too() {
    let (stripe, app, monthly, _) = shop().await;
    let customer = stripe.customer().await;
    let (mut browser, user) = app.customer("ada@example.com", &customer).await;
    // As the site writes it into the customers that it makes.
    let account = app.account(user).await;
    let marks = [("metadata[account_id]", account.as_str()), ("metadata[their]", "own")];
    stripe.post(&format!("customers/{customer}"), &marks).await;
    assert!(buy(&mut browser, &monthly).await.location().unwrap().contains("/c/pay/"));
    let scene = json!({ "customer": customer, "price": monthly, "scene": "begin_scheduled" });
    stripe.control("scenes", scene).await;
    let subscription = [("customer", customer.as_str()), ("items[0][price]", monthly.as_str())];
    let subscription = id(&stripe.post("subscriptions", &subscription).await);
    stripe.post("subscription_schedules", &[("from_subscription", subscription.as_str())]).await;
    assert_eq!(delete(&mut browser, PASSWORD).await.location(), Some("/?deleted"));
    assert!(open_sessions(&stripe).await.is_empty());
    let state = stripe.state().await;
    let of =
        |what: &str| -> Vec<Value> { state[what].as_array().unwrap().iter().map(|it| it["status"].clone()).collect() };
    assert_eq!(of("subscription_schedules"), ["canceled", "canceled"]);
    assert_eq!(of("subscriptions"), ["canceled"]);
    // Nothing there leads back to the account any more.
    assert_eq!(state["customers"][0]["metadata"], json!({ "their": "own" }));
}

#[tokio::test]
async fn if_stripe_fails_nothing_is_deleted_and_trying_again_goes_on() {
    for (method, path) in [
        ("GET", "/v1/subscriptions"),
        ("GET", "/v1/subscription_schedules"),
        ("GET", "/v1/checkout/sessions"),
        ("DELETE", "/v1/subscriptions/*"),
        ("POST", "/v1/customers/*"),
    ] {
        let mut leaving = Leaving::start().await;
        for answer in [json!({ "kind": "error", "status": 500 }), json!({ "kind": "error", "status": 403 })] {
            let fault = json!({ "method": method, "path": path, "rate": 100, "answer": answer });
            leaving.stripe.control("faults", fault).await;
            let refused = leaving.delete().await;
            let page = leaving.told(refused).await;
            assert!(page.contains("so your account wasn’t deleted. It’s safe to try again."), "{path}: {page}");
            assert!(leaving.is_there().await, "{path}");
            assert_eq!(leaving.browser.get("/account").await.status, 200);
            leaving.stripe.forget_faults().await;
        }
        assert_eq!(leaving.delete().await.location(), Some("/?deleted"), "{path}");
        assert!(!leaving.is_there().await);
        assert_eq!(leaving.statuses().await, ["canceled"]);
    }
}

#[tokio::test]
async fn a_stripe_that_falls_silent_in_the_middle_leaves_the_account() {
    let mut leaving = Leaving::start().await;
    leaving.stripe.subscribe(&leaving.customer, "Seats").await;
    let silent =
        json!({ "method": "DELETE", "path": "/v1/subscriptions/*", "rate": 100, "answer": { "kind": "hang" } });
    leaving.stripe.control("faults", silent).await;
    let refused = leaving.delete().await;
    let page = leaving.told(refused).await;
    assert!(page.contains("so your account wasn’t deleted."), "{page}");
    assert!(leaving.is_there().await);
    leaving.stripe.forget_faults().await;
    assert_eq!(leaving.delete().await.location(), Some("/?deleted"));
    assert_eq!(leaving.statuses().await, ["canceled", "canceled"]);
}

#[tokio::test]
async fn an_answer_that_is_lost_is_found_out_by_another_look() {
    let mut leaving = Leaving::start().await;
    for path in ["/v1/subscriptions/*", "/v1/customers/*"] {
        let lost = json!({ "path": path, "stage": "after", "answer": { "kind": "reset" } });
        leaving.stripe.control("faults", lost).await;
    }
    assert_eq!(leaving.delete().await.location(), Some("/?deleted"));
    assert_eq!(leaving.statuses().await, ["canceled"]);
}

#[tokio::test]
async fn a_customer_whom_stripe_does_not_have_is_no_obstacle() {
    let stripe = Stripe::start().await;
    let app = TestApp::start(&stripe.base()).await;
    for (number, customer) in ["cus_nobody".to_owned(), stripe.customer().await].into_iter().enumerate() {
        let (mut browser, _) = app.customer(&format!("user{number}@example.com"), &customer).await;
        if number == 1 {
            stripe.delete(&format!("customers/{customer}")).await;
        }
        assert_eq!(delete(&mut browser, PASSWORD).await.location(), Some("/?deleted"), "{customer}");
    }
    let (mut browser, _) = app.signed_in("none@example.com").await;
    assert_eq!(delete(&mut browser, PASSWORD).await.location(), Some("/?deleted"), "without a customer");
    assert_eq!(user::Entity::find().count(&app.state.db).await.unwrap(), 0);
}

#[tokio::test]
async fn later_events_do_not_bring_the_customer_back() {
    let mut leaving = Leaving::start().await;
    let db = leaving.app.state.db.clone();
    let event = |number: u8| {
        let object = json!({ "id": "sub_1", "object": "subscription", "customer": leaving.customer });
        json!({ "id": format!("evt_{number}"), "type": "customer.subscription.deleted", "created": 1,
                "data": { "object": object } })
        .to_string()
    };
    // One is waiting when the account goes.
    assert_eq!(deliver(&leaving.app, &event(1)).await.status, 200);
    let later = event(2);
    assert_eq!(leaving.delete().await.location(), Some("/?deleted"));
    assert_eq!(deliver(&leaving.app, &later).await.status, 200);
    leaving.app.work().await;
    let events = stripe_event::Entity::find().all(&db).await.unwrap();
    assert!(events.iter().all(|event| event.state == stripe_event::State::Ignored), "{events:?}");
    assert_eq!(events.len(), 2);
    assert!(!leaving.is_there().await);
}

#[tokio::test]
async fn only_owners_get_to_it_and_only_the_last_one_may() {
    let mut leaving = Leaving::start().await;
    let (app, db) = (&leaving.app, &leaving.app.state.db);
    let own = app.account(leaving.user).await;
    for role in [Role::Viewer, Role::Billing] {
        let email = format!("{}@example.com", role.name());
        let (mut browser, user) = app.signed_in(&email).await;
        let theirs = app.account(user).await;
        add_member(db, &own, user, role).await.unwrap();
        browser.post("/api/choose_account", &[("account", own.as_str())]).await;
        assert_eq!(browser.get(PAGE).await.location(), Some("/account/security"));
        let page = browser.get("/account/security").await;
        assert!(!page.body.contains(PAGE), "{}", page.body);
        let form = [("confirmed", "yes"), ("current_password", PASSWORD), ("account", own.as_str())];
        assert_eq!(browser.fetch("/api/delete_account", &form).await.status, 403);
        // Their own account is theirs to delete; they stay, since they belong here too.
        browser.post("/api/choose_account", &[("account", theirs.as_str())]).await;
        assert_eq!(delete(&mut browser, PASSWORD).await.location(), Some("/?deleted"));
        assert!(user::Entity::find_by_id(user.0).one(db).await.unwrap().is_some());
    }
    let (mut second, user) = app.signed_in("second@example.com").await;
    add_member(db, &own, user, Role::Owner).await.unwrap();
    let page = leaving.browser.get(PAGE).await;
    assert!(page.text().contains("This account has other owners.") && page.body.contains(r#"href="/account/members""#));
    assert!(!page.body.contains("/api/delete_account"), "{}", page.body);
    let form = [("confirmed", "yes"), ("current_password", PASSWORD)];
    assert_eq!(leaving.browser.fetch("/api/delete_account", &form).await.status, 409);
    assert_eq!(leaving.statuses().await, ["active"], "nothing has ended");
    let form = [("user", user.0.to_string()), ("role", "viewer".to_owned())];
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    leaving.browser.post_from("/account/members", "/api/change_member", &form).await;
    assert_eq!(leaving.delete().await.location(), Some("/?deleted"));
    // Who was a member too has lost the access, and nothing else.
    second.post("/api/choose_account", &[("account", own.as_str())]).await;
    assert_eq!(second.get("/account").await.status, 200);
    assert_eq!(account::Entity::find().count(&leaving.app.state.db).await.unwrap(), 1);
}

#[tokio::test]
async fn it_takes_the_box_and_the_password() {
    let mut leaving = Leaving::start().await;
    for (form, field, said) in [
        (vec![("current_password", PASSWORD)], "confirmed", "Check the box to delete your account."),
        (vec![("confirmed", "on"), ("current_password", PASSWORD)], "confirmed", "Check the box"),
        (vec![("confirmed", "yes")], "current_password", "That isn’t your current password."),
        (
            vec![("confirmed", "yes"), ("current_password", "wrong-hat-again")],
            "current_password",
            "That isn’t your current password.",
        ),
    ] {
        let answer = leaving.browser.post_from(PAGE, "/api/delete_account", &form).await;
        let page = leaving.browser.get(answer.location().unwrap()).await;
        let error = format!(r#"id="{field}-note" class="field-error""#);
        assert!(page.body.contains(&error) && page.text().contains(said), "{}", page.text());
        assert!(!page.body.contains("wrong-hat-again"));
    }
    let mut said = String::new();
    for _ in 0..11 {
        let refused = delete(&mut leaving.browser, "wrong-hat-again").await;
        said = leaving.told(refused).await;
    }
    assert!(said.contains("many attempts"), "{said}");
    assert!(leaving.is_there().await);
    assert_eq!(leaving.statuses().await, ["active"], "Stripe was not asked");
    assert_eq!(leaving.app.browser().get(PAGE).await.location(), Some("/login?next=%2Faccount%2Fdelete"));
    let stranger = delete(&mut leaving.app.browser(), PASSWORD).await;
    assert_eq!(stranger.location(), Some("/login?next=%2Faccount%2Fdelete"));
}

#[tokio::test]
async fn who_has_no_password_needs_none_and_is_forgotten_with_their_identity() {
    let site = Site::start().await;
    let mut browser = site.app.browser();
    follow(&mut browser, &site.link(&ada()).await).await;
    let page = browser.get(PAGE).await;
    assert!(!page.body.contains("current_password"), "{}", page.body);
    let answer = browser.post_from(PAGE, "/api/delete_account", &[("confirmed", "yes")]).await;
    assert_eq!(answer.location(), Some("/?deleted"), "{answer:?}");
    let db = &site.app.state.db;
    assert_eq!(identity::Entity::find().count(db).await.unwrap(), 0);
    assert_eq!(user::Entity::find().count(db).await.unwrap(), 0);
    // The product may begin anew with them.
    assert_eq!(follow(&mut site.app.browser(), &site.link(&ada()).await).await.location(), Some("/account"));
}

#[tokio::test]
async fn a_member_of_another_account_keeps_their_user_and_is_signed_out_here() {
    let mut leaving = Leaving::start().await;
    let db = leaving.app.state.db.clone();
    let other = create_account(&db, None, Some("Second Company")).await.unwrap();
    add_member(&db, &other, leaving.user, Role::Viewer).await.unwrap();
    assert_eq!(leaving.delete().await.location(), Some("/?deleted"));
    assert_eq!(leaving.browser.get("/account").await.location(), Some("/login"));
    let answer = leaving.browser.post("/api/login", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    assert_eq!(answer.location(), Some("/account"));
    let page = leaving.browser.get("/account").await.text();
    assert!(page.contains("Second Company"), "{page}");
    assert_eq!(customer::Entity::find().count(&db).await.unwrap(), 0);
}

#[tokio::test]
async fn sent_twice_at_the_same_time_it_is_done_once() {
    let mut leaving = Leaving::start().await;
    let mut other = leaving.app.browser();
    other.post("/api/login", &[("email", "ada@example.com"), ("password", PASSWORD)]).await;
    let (one, two) = tokio::join!(delete(&mut leaving.browser, PASSWORD), delete(&mut other, PASSWORD));
    let done = [&one, &two].into_iter().filter(|answer| answer.location() == Some("/?deleted")).count();
    assert!(done >= 1, "{one:?} {two:?}");
    for answer in [one, two] {
        let to = answer.location().unwrap();
        // Whoever comes too late to be known any more is signed out.
        assert!(to == "/?deleted" || to.starts_with("/login") || to.contains("/account/delete"), "{to}");
    }
    assert!(!leaving.is_there().await);
    assert_eq!(leaving.statuses().await, ["canceled"]);
}

#[tokio::test]
async fn a_database_that_fails_leaves_the_account() {
    let mut leaving = Leaving::start().await;
    leaving.app.refuse_writes("DELETE", "accounts").await;
    let refused = leaving.delete().await;
    let page = leaving.told(refused).await;
    assert!(page.contains("Something went wrong on our end, so your account wasn’t deleted."), "{page}");
    assert!(leaving.is_there().await);
    leaving.app.allow_writes("accounts").await;
    assert_eq!(leaving.delete().await.location(), Some("/?deleted"));
    assert!(!leaving.is_there().await);
}

#[tokio::test]
async fn without_a_stripe_that_answers_somebody_who_never_bought_still_leaves() {
    let app = TestApp::start(NO_STRIPE).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    assert_eq!(delete(&mut browser, PASSWORD).await.location(), Some("/?deleted"));
    assert_eq!(account::Entity::find().count(&app.state.db).await.unwrap(), 0);
}
