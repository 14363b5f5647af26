//! A company puts the site in front of the customers that it has.

use customer_portal::{
    account::{Link, LinkedAccount, link, members},
    entity::user,
    model::Role,
};
use mirror::entity::customer;
use sea_orm::{DatabaseTransaction, EntityTrait};

use super::{PRODUCT, Site, ada, ada_with, follow};

#[tokio::test]
async fn from_the_product_to_the_portal_and_back() {
    let site = Site::start().await;
    let (customer, _) = site.stripe.subscriber("Pro").await;
    let ask = ada_with(|ask| {
        ask["account"]["stripe_customer_id"] = customer.as_str().into();
        ask["return_url"] = format!("{PRODUCT}/settings").into();
    });
    let path = site.link(&ask).await;
    let mut browser = site.app.browser();
    assert_eq!(follow(&mut browser, &path).await.location(), Some("/account"));
    // The first page shows what the customer has, though nobody knew of them a moment ago.
    let page = browser.get("/account").await;
    assert!(page.text().contains("Current Plan Pro $12.00 per month Status Active"), "{}", page.text());
    assert!(page.body.contains(&format!("href=\"{PRODUCT}/settings\"")), "{}", page.body);
    let portal = browser.post("/api/create_portal_session", &[]).await;
    assert!(portal.location().unwrap().contains("/p/session/"), "{portal:?}");
    site.app.work().await;

    let db = &site.app.state.db;
    assert!(customer::Entity::find_by_id(customer.as_str()).one(db).await.unwrap().unwrap().synced_at_ms.is_some());
    let account = customer_portal::account::owner_of(db, &customer).await.unwrap().unwrap();
    assert_eq!(members(db, &account, 1).await.unwrap().rows[0].role, Role::Owner);
}

/// A member who was linked by their address becomes the user whom the product hands over first.
#[tokio::test]
async fn who_was_linked_is_taken_over_once_and_only_in_their_account() {
    let site = Site::start().await;
    site.app.leaves_jobs(["customer"; 2]);
    let db = &site.app.state.db;
    let mirror = &site.app.state.mirror;
    let linked = |team: &str, customer: &str| Link {
        account: LinkedAccount::Named(team.parse().unwrap()),
        customer: customer.parse().unwrap(),
        name: None,
        email: Some("ada@example.com".parse().unwrap()),
        role: Role::Billing,
    };
    for wanted in [linked("team-42", "cus_1"), linked("team-43", "cus_2")] {
        let write = async |transaction: &DatabaseTransaction| link(mirror, transaction, &wanted).await;
        db.try_write_tx(write).await.unwrap();
    }
    let users = async || user::Entity::find().all(db).await.unwrap().len();
    let hand_over = async |user: &str, verified: bool, team: &str| {
        site.link(&ada_with(|ask| {
            ask["account"]["external_id"] = team.into();
            ask["user"]["external_id"] = user.into();
            ask["user"]["email_verified"] = verified.into();
        }))
        .await;
    };
    assert_eq!(users().await, 2);
    let disabled = |at: Option<i64>| user::Entity::update_many().col_expr(user::Column::DisabledAt, at.into()).exec(db);
    disabled(Some(1)).await.unwrap();
    let refused = site.ask(&ada()).await;
    assert_eq!(refused.status, 409, "who was linked and is disabled comes in by no hand-over: {refused:?}");
    disabled(None).await.unwrap();
    hand_over("stranger", false, "team-42").await;
    assert_eq!(users().await, 3, "an address that nobody checked");
    hand_over("ada", true, "team-42").await;
    assert_eq!(users().await, 3, "becomes the linked member");
    hand_over("second", true, "team-42").await;
    assert_eq!(users().await, 4, "once");
    // The same person in another account: known by the id, and the other linked member stays as they were.
    hand_over("ada", true, "team-43").await;
    assert_eq!(users().await, 4);
    hand_over("other", true, "team-43").await;
    assert_eq!(users().await, 4, "and there somebody else becomes the one who was linked");
}
