//! A user who buys.

use async_trait::async_trait;
use billing::Buyer;
use database::Database;
use sea_orm::{DatabaseTransaction, DbErr, EntityTrait};

use super::owner::{assign, customer_of};
use crate::{auth::UserId, entity::user};

/// The parts of a user that a purchase needs.
pub struct UserWhoBuys(user::Model);

impl UserWhoBuys {
    /// The signed-in user.
    pub async fn load(db: &Database, user: UserId) -> Result<Self, DbErr> {
        let user = user::Entity::find_by_id(user.0).one(db).await?;
        user.map(Self).ok_or_else(|| DbErr::RecordNotFound("the signed-in user".to_owned()))
    }

    fn id(&self) -> UserId {
        UserId(self.0.id)
    }
}

#[async_trait]
impl Buyer for UserWhoBuys {
    fn reference(&self) -> String {
        // With the time of creation: a recreated database starts its user numbers again at 1.
        format!("{}-{}", self.0.id, self.0.created_at)
    }

    fn email(&self) -> &str {
        &self.0.email
    }

    async fn customer(&self, db: &Database) -> Result<Option<String>, DbErr> {
        customer_of(db, self.id()).await
    }

    async fn assign(
        &self,
        transaction: &DatabaseTransaction,
        stripe_customer_id: &str,
        replaced: Option<&str>,
    ) -> Result<bool, DbErr> {
        assign(transaction, self.id(), stripe_customer_id, replaced).await
    }
}
