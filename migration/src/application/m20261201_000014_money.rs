//! What the account page tells of money beside plans and payments: what was given back or is disputed, credit,
//! discounts, taxes, what each item costs, and payment methods by their customers' names. The next sync fills it.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in columns() {
            manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in columns() {
            let name = column.get_column_name().clone();
            manager.alter_table(Table::alter().table(table).drop_column(name).to_owned()).await?;
        }
        Ok(())
    }
}

fn columns() -> Vec<(Alias, ColumnDef)> {
    let customers = [big_integer("balance").default(0).to_owned()];
    let payment_methods = [text_null("wallet"), text_null("email")];
    let invoices = [
        big_integer("pre_payment_credit_notes_amount").default(0).to_owned(),
        big_integer("post_payment_credit_notes_amount").default(0).to_owned(),
        big_integer("amount_refunded").default(0).to_owned(),
        boolean("disputed").default(false).to_owned(),
    ];
    let subscriptions = [
        json_binary("discounts").default("[]").to_owned(),
        big_integer_null("upcoming_tax"),
        big_integer_null("upcoming_tax_added"),
    ];
    let items = [
        big_integer_null("unit_amount"),
        text_null("currency"),
        text_null("interval"),
        big_integer_null("interval_count"),
        boolean("is_metered").default(false).to_owned(),
    ];
    let of = |table: &str, columns: Vec<ColumnDef>| {
        let table = Alias::new(table);
        columns.into_iter().map(move |column| (table.clone(), column)).collect::<Vec<_>>()
    };
    [
        of("customers", customers.into()),
        of("payment_methods", payment_methods.into()),
        of("invoices", invoices.into()),
        of("subscriptions", subscriptions.into()),
        of("subscription_items", items.into()),
    ]
    .concat()
}
