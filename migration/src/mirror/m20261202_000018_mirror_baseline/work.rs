//! What the mirror and billing work with: the inbox, the jobs, the passes of the reconciliation, whose data it is,
//! and the clicks that open the portal.

use sea_orm_migration::{prelude::*, schema::*};

/// It has one row, once a key was used.
pub fn installation() -> TableCreateStatement {
    Table::create()
        .table("installation")
        .col(integer("id").primary_key().check(Expr::col("id").eq(1)))
        .col(boolean("livemode"))
        .col(string_null("portal_configuration"))
        .col(boolean("offers_pause").default(false))
        .to_owned()
}

pub fn stripe_events() -> TableCreateStatement {
    Table::create()
        .table("stripe_events")
        .col(string("id").primary_key())
        .col(string("kind"))
        .col(string_null("api_version"))
        .col(string_null("customer_id"))
        .col(string_null("object"))
        .col(big_integer("created_at"))
        .col(big_integer("received_at"))
        .col(text("payload"))
        .col(string("state"))
        .col(big_integer_null("processed_at"))
        .col(string_null("last_error"))
        .to_owned()
}

/// What is settled together.
pub fn stripe_events_object_state() -> IndexCreateStatement {
    Index::create().name("stripe_events_object_state").table("stripe_events").col("object").col("state").to_owned()
}

/// For what is listed and counted by state, and for removing what is old.
pub fn stripe_events_state_received_at() -> IndexCreateStatement {
    Index::create()
        .name("stripe_events_state_received_at")
        .table("stripe_events")
        .col("state")
        .col("received_at")
        .to_owned()
}

pub fn jobs() -> TableCreateStatement {
    Table::create()
        .table("jobs")
        .col(string("queue"))
        .col(string("key"))
        .col(big_integer("due_at_ms"))
        .col(big_integer("generation"))
        .col(integer("starts"))
        .col(integer("failures").default(0))
        .col(boolean("given_up").default(false))
        .col(string_null("lease"))
        .col(big_integer_null("lease_until_ms"))
        .col(text_null("last_error"))
        .primary_key(Index::create().col("queue").col("key"))
        .to_owned()
}

/// For claiming what is due first.
pub fn jobs_queue_due_at_ms() -> IndexCreateStatement {
    Index::create().name("jobs_queue_due_at_ms").table("jobs").col("queue").col("due_at_ms").to_owned()
}

/// It has one row for each kind of reconciliation.
pub fn sync_passes() -> TableCreateStatement {
    Table::create()
        .table("sync_passes")
        .col(string("name").primary_key())
        .col(big_integer("due_at_ms"))
        .col(big_integer_null("began_at_ms"))
        .col(string_null("cursor"))
        .col(big_integer("drifted"))
        .col(big_integer_null("completed_pass_began_ms"))
        .col(big_integer_null("lease_until_ms"))
        .to_owned()
}

pub fn portal_clicks() -> TableCreateStatement {
    Table::create()
        .table("portal_clicks")
        .col(string("stripe_customer_id").primary_key())
        .col(string("flow"))
        .col(string("idempotency_key"))
        .col(big_integer("clicked_at_ms"))
        .to_owned()
}
