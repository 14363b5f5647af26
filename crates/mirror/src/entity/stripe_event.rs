//! One event of the webhook inbox.

use sea_orm::entity::prelude::*;

use crate::stripe_object::StripeObject;

/// The state of an event. Only [`State::Succeeded`] and [`State::Ignored`] are final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
pub enum State {
    /// It waits for the worker, for the first time or after a failure.
    Pending,
    /// Its object was refetched and written.
    Succeeded,
    /// Stored, but its type or its customer is not handled.
    Ignored,
    /// Given up after too many failures. A later success for the same object changes it to
    /// succeeded.
    Dead,
}

/// One received event.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stripe_events")]
pub struct Model {
    /// `evt_…`. As the primary key it makes a second delivery harmless.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Stripe's `type`.
    pub kind: String,
    pub api_version: Option<String>,
    pub customer_id: Option<String>,
    /// The object to refetch, if any.
    pub object: Option<StripeObject>,
    /// Stripe's `created`, in whole seconds: too coarse to order events by it.
    pub created_at: i64,
    pub received_at: i64,
    /// The event's envelope as JSON, without any credential: see
    /// [`Event::envelope`](crate::inbox::Event::envelope).
    pub payload: String,
    pub state: State,
    pub processed_at: Option<i64>,
    /// Why it is dead.
    pub last_error: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
