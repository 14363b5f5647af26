//! Who it is here that comes from the provider.

use customer_portal::{
    account::{account_by_external_id, add_member, create_account, members, memberships},
    auth::UserId,
    entity::{identity, member, user},
    model::Role,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

use super::{NO_STRIPE, Site, ada, product};
use crate::support::{StubProvider, TestApp};

async fn users(app: &TestApp) -> u64 {
    user::Entity::find().count(&app.state.db).await.unwrap()
}

async fn verified(app: &TestApp, user: UserId) {
    let change = user::Entity::update_many().col_expr(user::Column::EmailVerified, true.into());
    change.filter(user::Column::Id.eq(user.0)).exec(&app.state.db).await.unwrap();
}

#[tokio::test]
async fn who_comes_again_is_the_same_user_by_their_subject() {
    let site = Site::start().await;
    let mut browser = site.signs_in("ada@example.com").await;
    let members_page = browser.get("/account/members").await.text();
    assert!(members_page.contains("Owner"), "{members_page}");
    // Another address: the provider knows it best.
    site.provider.set(|it| it.claims = json!({ "email": "ada@engines.example" }));
    site.signs_in("ada@engines.example").await;
    assert_eq!(users(&site.app).await, 1);
    // The same address, and somebody else.
    site.provider.set(|it| it.claims = json!({ "sub": "eve", "email": "ada@engines.example", "email_verified": true }));
    site.signs_in("ada@engines.example").await;
    assert_eq!(users(&site.app).await, 2);
    let known = identity::Entity::find().all(&site.app.state.db).await.unwrap();
    assert!(known.iter().all(|known| known.provider == format!("oidc:{}", site.provider.issuer)), "{known:?}");
}

#[tokio::test]
async fn an_address_joins_nobody_unless_all_say_that_it_can() {
    for (trust, claimed, here, joins) in [
        (true, Some(true), true, true),
        (false, Some(true), true, false),
        (true, Some(false), true, false),
        (true, None, true, false),
        // Somebody else may have prepared this account, and knows its password.
        (true, Some(true), false, false),
    ] {
        let provider = StubProvider::start().await;
        provider.set(|it| it.claims = json!({ "email": "ada@example.com", "email_verified": claimed }));
        let mut settings = provider.settings();
        settings.trust_email = trust;
        let app = TestApp::start_configured(NO_STRIPE, |_, site| {
            site.oidc = Some(settings);
            site.product = product("password,oidc");
        })
        .await;
        let (_, with_password) = app.signed_in("ada@example.com").await;
        if here {
            verified(&app, with_password).await;
        }
        let site = Site { provider, app };
        site.signs_in("ada@example.com").await;
        let case = format!("{trust} {claimed:?} {here}");
        assert_eq!(users(&site.app).await, if joins { 1 } else { 2 }, "{case}");
        let known = identity::Entity::find().one(&site.app.state.db).await.unwrap().unwrap();
        assert_eq!(known.user_id == with_password.0, joins, "{case}");
    }
}

#[tokio::test]
async fn who_was_linked_by_address_is_taken_over_once() {
    for trust in [true, false] {
        let site = Site::start_with(|settings| settings.trust_email = trust).await;
        site.app.leaves_jobs([]);
        let linked = site.app.without_password("ada@example.com").await;
        let account = create_account(&site.app.state.db, None, Some("Engines")).await.unwrap();
        add_member(&site.app.state.db, &account, linked, Role::Billing).await.unwrap();
        let page = site.signs_in("ada@example.com").await.get("/account").await.text();
        assert_eq!((page.contains("Engines"), users(&site.app).await), (trust, if trust { 1 } else { 2 }), "{page}");
        // The next one with this address is somebody else.
        site.provider.set(|it| it.claims["sub"] = "eve".into());
        site.signs_in("ada@example.com").await;
        assert_eq!(users(&site.app).await, if trust { 2 } else { 3 });
    }
}

/// The company changes its provider, and there somebody claims to have Ada's address and even her subject.
#[tokio::test]
async fn another_provider_knows_nobody_of_the_first() {
    let site = Site::start_with(|settings| settings.trust_email = true).await;
    site.signs_in("ada@example.com").await;
    let second = StubProvider::start().await;
    second.set(|it| it.claims = json!({ "email": "ada@example.com", "email_verified": false }));
    let mut settings = second.settings();
    settings.trust_email = true;
    let (database, db) = (site.app.database(), site.app.state.db.clone());
    let app = site.app.replica_with(NO_STRIPE, |about| {
        about.oidc = Some(settings);
        about.product = product("oidc");
    });
    let other = Site { provider: second, app: app.await };
    assert_eq!(other.app.database().expose(), database.expose());
    for email_verified in [false, true] {
        other.provider.set(|it| it.claims["email_verified"] = email_verified.into());
        other.signs_in("ada@example.com").await;
    }
    assert_eq!(user::Entity::find().count(&db).await.unwrap(), 2, "one for each provider");
}

#[tokio::test]
async fn the_provider_names_account_and_role() {
    let site = Site::start_with(|settings| {
        settings.account_claim = Some("team".parse().unwrap());
        settings.role_claim = Some("roles".parse().unwrap());
    })
    .await;
    let db = &site.app.state.db;
    let come = async |sub: &str, team: &str, roles: serde_json::Value| {
        let email = format!("{sub}@example.com");
        site.provider.set(|it| it.claims = json!({ "sub": sub, "email": email, "team": team, "roles": roles }));
        site.signs_in(&email).await;
    };
    come("ada", "team-42", json!("owner")).await;
    come("bob", "team-42", json!(["staff", "billing", "viewer"])).await;
    come("cy", "team-42", json!(["staff"])).await;
    let account = account_by_external_id(db, &"team-42".parse().unwrap()).await.unwrap().unwrap();
    let roles = async || {
        let rows = members(db, &account, 1).await.unwrap().rows;
        rows.into_iter().map(|row| (row.email, row.role)).collect::<Vec<_>>()
    };
    let (ada, bob, cy) = ("ada@example.com".to_owned(), "bob@example.com".to_owned(), "cy@example.com".to_owned());
    let expected = [(ada.clone(), Role::Owner), (bob.clone(), Role::Billing), (cy.clone(), Role::Viewer)];
    assert_eq!(roles().await, expected);
    // The provider has the last word.
    come("bob", "team-42", json!("owner")).await;
    come("ada", "team-42", json!("nobody")).await;
    assert_eq!(roles().await, [(ada, Role::Viewer), (bob, Role::Owner), (cy, Role::Viewer)]);
    // And names another account.
    come("cy", "team-43", json!("owner")).await;
    let cy = user::Entity::find().filter(user::Column::Email.eq("cy@example.com")).one(db).await.unwrap().unwrap();
    assert_eq!(memberships(db, UserId(cy.id), 1).await.unwrap().rows.len(), 2);
    // Who has no account there has one of their own.
    site.provider.set(|it| it.claims = json!({ "sub": "di", "email": "di@example.com" }));
    let page = site.signs_in("di@example.com").await.get("/account/members").await.text();
    assert!(page.contains("di@example.com Owner"), "{page}");
    for team in [json!(42), json!(""), json!("acct_1"), json!(["team-42"])] {
        site.provider.set(|it| it.claims = json!({ "sub": "eve", "email": "eve@example.com", "team": team }));
        site.refuses("unusable", "We couldn’t use the sign-in service’s answer.").await;
    }
}

#[tokio::test]
async fn without_a_role_claim_the_first_owns_the_account_and_owners_decide() {
    let site = Site::start_with(|settings| settings.account_claim = Some("team".parse().unwrap())).await;
    let db = &site.app.state.db;
    let come = async |sub: &str| {
        let email = format!("{sub}@example.com");
        site.provider.set(|it| it.claims = json!({ "sub": sub, "email": email, "team": "team-42" }));
        site.signs_in(&email).await;
    };
    come("ada").await;
    come("bob").await;
    let roles = async || {
        let all = member::Entity::find().all(db).await.unwrap();
        all.into_iter().map(|member| member.role).collect::<Vec<_>>()
    };
    assert_eq!(roles().await, [Role::Owner, Role::Viewer]);
    let billing = member::Entity::update_many().col_expr(member::Column::Role, Role::Billing.into());
    billing.filter(member::Column::Role.eq(Role::Viewer)).exec(db).await.unwrap();
    come("bob").await;
    assert_eq!(roles().await, [Role::Owner, Role::Billing], "a role that an owner gave stays");
}

#[tokio::test]
async fn who_has_no_address_or_is_disabled_is_told() {
    let site = Site::start().await;
    for email in [json!(null), json!(""), json!("no address")] {
        site.provider.set(|it| it.claims = json!({ "email": email }));
        site.refuses("no-email", "We need your email address").await;
    }
    assert_eq!(users(&site.app).await, 0);
    site.provider.set(|it| it.claims = ada());
    let mut browser = site.signs_in("ada@example.com").await;
    let disable = user::Entity::update_many().col_expr(user::Column::DisabledAt, 1.into());
    disable.exec(&site.app.state.db).await.unwrap();
    assert_eq!(browser.get("/account").await.location(), Some("/login"));
    site.refuses("disabled", "This account is closed.").await;
}

#[tokio::test]
async fn two_first_sign_ins_at_once_make_one_user() {
    let site = Site::start_with(|settings| settings.account_claim = Some("team".parse().unwrap())).await;
    site.provider.set(|it| it.claims["team"] = "team-42".into());
    let db = &site.app.state.db;
    let oidc = site.app.state.oidc.clone().unwrap();
    let person = || oidc::Person {
        subject: "ada".to_owned(),
        email: Some("ada@example.com".to_owned()),
        email_verified: Some(true),
        claims: json!({ "team": "team-42" }).as_object().unwrap().clone(),
    };
    let all = futures::future::join_all((0..8).map(|_| {
        let (oidc, person) = (oidc.clone(), person());
        tokio::spawn(async move { oidc.receive(&person).await.unwrap() })
    }));
    let all: Vec<_> = all.await.into_iter().map(Result::unwrap).collect();
    assert!(all.iter().all(|arrival| *arrival == all[0]), "{all:?}");
    assert_eq!(users(&site.app).await, 1);
    assert_eq!(member::Entity::find().count(db).await.unwrap(), 1);
    site.signs_in("ada@example.com").await;
}
