//! What the account sells.

use sea_orm_migration::{prelude::*, schema::*};

pub fn products() -> TableCreateStatement {
    Table::create()
        .table("products")
        .col(string("id").primary_key())
        .col(string("name"))
        .col(boolean("active"))
        .col(json_binary("raw"))
        .col(big_integer("last_applied_fetch").default(0))
        .to_owned()
}

pub fn prices() -> TableCreateStatement {
    Table::create()
        .table("prices")
        .col(string("id").primary_key())
        .col(string("product_id"))
        .col(boolean("active"))
        .col(string("currency"))
        .col(big_integer_null("unit_amount"))
        .col(string_null("interval"))
        .col(big_integer_null("interval_count"))
        .col(json_binary("raw"))
        .col(big_integer("last_applied_fetch").default(0))
        .to_owned()
}

pub const FETCH_COUNTER: &str = "fetch_counter";

/// It has one row.
pub fn fetch_counter() -> TableCreateStatement {
    Table::create()
        .table(FETCH_COUNTER)
        .col(integer("id").primary_key().check(Expr::col("id").eq(1)))
        .col(big_integer("last_started_fetch"))
        .to_owned()
}
