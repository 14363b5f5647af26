//! A Stripe account with plans that have features, and accounts that have those plans.

use std::fmt::Write;

use customer_portal::{account_access::insert_account, entity::account, model::AccountId};
use database::Database;
use migration::Migrator;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::Value;

use crate::stripe::{Account, Ran};

/// A customer with a Visa card.
const CARD: [(&str, &str); 2] =
    [("payment_method", "pm_card_visa"), ("invoice_settings[default_payment_method]", "pm_card_visa")];

/// The accounts `team-0`, which pays, `team-1`, which is on trial, and `team-2`, which has no plan.
pub struct Shop {
    pub account: Account,
    pub db: Database,
}

impl Shop {
    pub async fn open() -> Self {
        let account = Account::open().await;
        let url = format!("sqlite://{}/data/customer-portal.db", account.folder.path().display());
        std::fs::create_dir(account.folder.path().join("data")).unwrap();
        let db = Database::connect(&url.parse().unwrap()).await.unwrap();
        db.migrate::<Migrator>().await.unwrap();
        let shop = Self { account, db };
        shop.fill().await;
        shop
    }

    async fn fill(&self) {
        let team = [
            ("name", "Crew"),
            ("metadata[portal_order]", "3"),
            ("metadata[features]", "projects, sso"),
            ("metadata[limit.projects]", "5 * quantity"),
        ];
        let product = id(&self.account.post("products", &team).await);
        let price = self.account.price(&product, "month", "crew_month", &[]).await;
        let mut file = "external_id,stripe_customer_id\n".to_owned();
        for number in 0..3 {
            self.insert(number).await;
            let customer = id(&self.account.post("customers", &CARD).await);
            let form = [("customer", customer.as_str()), ("items[0][price]", &price)];
            let more: &[(&str, &str)] = match number {
                0 => &[("items[0][quantity]", "2")],
                1 => &[("trial_period_days", "10")],
                _ => &[],
            };
            if !more.is_empty() {
                self.account.post("subscriptions", &[&form, more].concat()).await;
            }
            let _ = writeln!(file, "team-{number},{customer}");
        }
        std::fs::write(self.account.folder.path().join("customers.csv"), file).unwrap();
        self.runs(&["link", "--file", "customers.csv"]);
        self.runs(&["sync", "--all"]);
    }

    /// An account whose id sorts by its number.
    async fn insert(&self, number: u32) {
        let id: AccountId = format!("acct_{number:032x}").parse().unwrap();
        let row = account::ActiveModel {
            id: Set(id.to_string()),
            external_id: Set(Some(format!("team-{number}"))),
            name: Set(None),
            created_at: Set(0),
        };
        account::Entity::insert(row).exec_without_returning(&self.db).await.unwrap();
        insert_account(&self.db, &[id]).await.unwrap();
    }

    /// Runs the program, which must succeed.
    pub fn runs(&self, args: &[&str]) -> Ran {
        let ran = self.account.run(args);
        assert_eq!(ran.status, 0, "{args:?}: {ran:?}");
        ran
    }

    /// The policy's file is this from now on.
    pub fn write(&self, policy: &str) {
        std::fs::write(self.account.folder.path().join("access.toml"), policy).unwrap();
    }
}

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}
