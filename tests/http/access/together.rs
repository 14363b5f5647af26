//! Questions that come at the same time, which share a statement.

use customer_portal::{account::create_account, model::AccountId};
use futures::future::join_all;
use sea_orm::ConnectionTrait;

use super::{Site, key};
use crate::support::{Stripe, TestApp};

/// Asks with each of these keys about each of these accounts, all at once: the statuses, and whose answers they are.
async fn ask_all(site: &Site, keys: &[&str], accounts: &[&str]) -> Vec<(u16, Option<String>)> {
    let questions = keys.iter().flat_map(|key| accounts.iter().map(move |account| (*key, *account)));
    let ask = |(key, account): (&str, &str)| {
        let request = reqwest::Client::new().get(format!("{}/api/v1/access/{account}", site.app.url));
        let request = request.bearer_auth(key);
        async move {
            let answer = request.send().await.unwrap();
            let status = answer.status().as_u16();
            let body: serde_json::Value = answer.json().await.unwrap();
            (status, body["account"].as_str().map(str::to_owned))
        }
    };
    join_all(questions.map(ask)).await
}

async fn accounts(site: &Site, number: usize) -> Vec<AccountId> {
    let mut accounts = Vec::new();
    for number in 0..number {
        let external = format!("team-{number}").parse().unwrap();
        accounts.push(create_account(&site.app.state.db, Some(&external), None).await.unwrap());
    }
    accounts
}

#[tokio::test]
async fn each_is_answered_about_its_own_account_and_by_its_own_key() {
    let site = Site::start().await;
    let accounts = accounts(&site, 30).await;
    let other = key(&site.app, "access:read").await;
    let handover = key(&site.app, "handover").await;
    let forged = format!("{}{}", &other[..other.len() - 43], "A".repeat(43));
    let keys = [site.key.as_str(), &other, &handover, &forged];
    let names: Vec<String> = (0..30).map(|number| format!("team-{number}")).collect();
    let unknown = AccountId::random();
    let mut asked: Vec<&str> = accounts.iter().map(AccountId::as_str).collect();
    asked.extend(names.iter().map(String::as_str));
    asked.extend(["team-x", unknown.as_str(), "team-0", "team-0"]);
    let answers = ask_all(&site, &keys, &asked).await;
    for (number, of_key) in answers.chunks(asked.len()).enumerate() {
        for (name, (status, account)) in asked.iter().zip(of_key) {
            let about = accounts.iter().zip(&names).find(|(id, own)| id.as_str() == *name || own == name);
            let expected = match (number, about) {
                (2, _) => (403, None),
                (3, _) => (401, None),
                (_, Some((id, _))) => (200, Some(id.to_string())),
                (_, None) => (404, None),
            };
            assert_eq!((*status, account.clone()), expected, "{name}, asked with key {number}");
        }
    }
}

#[tokio::test]
async fn an_account_that_cannot_be_read_spoils_no_other_answer() {
    // PostgreSQL stores no such rows.
    let stripe = Stripe::start().await;
    let app = TestApp::start_on_sqlite(&stripe.base()).await;
    let site = Site { key: key(&app, "access:read").await, stripe, app };
    let (_, price) = site.product("Pro", &[("features", "api")]).await;
    let (customer, subscription) = site.subscriber(&price).await;
    let bad = site.account(&customer).await;
    let broken = format!("UPDATE subscriptions SET raw = '{{' WHERE id = '{subscription}'");
    site.app.state.db.execute_unprepared(&broken).await.unwrap();
    let good = accounts(&site, 20).await;
    let mut asked: Vec<&str> = good.iter().map(AccountId::as_str).collect();
    asked.insert(10, bad.as_str());
    for (name, (status, _)) in asked.iter().zip(ask_all(&site, &[&site.key], &asked).await) {
        assert_eq!(status, if *name == bad.as_str() { 503 } else { 200 }, "{name}");
    }
}
