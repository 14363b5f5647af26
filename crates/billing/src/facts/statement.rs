//! The statement that reads one customer's rows of every table at once.

use database::JsonRows;
use mirror::entity::{
    customer, installation, invoice, payment_method, price, product, subscription, subscription_item,
};
use sea_orm::{
    DatabaseBackend,
    sea_query::{Expr, ExprTrait, Query, SelectStatement, UnionType},
};

use crate::offers::ORDER;

/// What is read of the document that Stripe calls a subscription; it is long.
const OF_SUBSCRIPTIONS: [&str; 7] = [
    "billing_mode",
    "collection_method",
    "latest_invoice",
    "pause_collection",
    "pending_update",
    "schedule",
    "status_details",
];

/// Less of it, for what does not depend on what is scheduled.
const OF_PLANS: [&str; 4] = ["collection_method", "latest_invoice", "pause_collection", "pending_update"];

/// One row of JSON: a column for each table.
pub fn select(backend: DatabaseBackend, customer: &Expr) -> SelectStatement {
    let json = JsonRows(backend);
    let mut payment_methods = json.select::<payment_method::Entity>(|_| None);
    payment_methods.and_where(Expr::col(payment_method::Column::CustomerId).eq(customer.clone()));
    let mut invoices = json.select::<invoice::Entity>(|_| None);
    invoices.and_where(Expr::col(invoice::Column::CustomerId).eq(customer.clone()));
    let mut prices =
        json.select::<price::Entity>(|column| matches!(column, price::Column::Raw).then(|| Expr::cust("NULL")));
    prices.and_where(Expr::col(price::Column::Id).in_subquery(ids_of_changed_prices(customer)));
    let mut products = json.select::<product::Entity>(|column| match column {
        product::Column::Raw => {
            let raw = Expr::col((product::Entity, product::Column::Raw));
            let order = json.field(json.field(raw, "metadata"), ORDER);
            Some(json.object([("metadata", json.object([(ORDER, order)]))]))
        }
        product::Column::Features => Some(Expr::cust("NULL")),
        _ => None,
    });
    products.and_where(Expr::col(product::Column::Id).in_subquery(ids_of_products(customer)));
    // A purchase reads what Checkout asks for; pages do not need it.
    let installation = json.select::<installation::Entity>(|column| {
        matches!(column, installation::Column::Checkout).then(|| Expr::cust("NULL"))
    });
    let mut all = Query::select();
    columns(
        &mut all,
        vec![
            ("customers", customers(json, customer)),
            ("subscriptions", subscriptions(json, customer, &OF_SUBSCRIPTIONS)),
            ("subscription_items", items(json, customer)),
            ("payment_methods", payment_methods),
            ("invoices", invoices),
            ("prices", prices),
            ("products", products),
            ("installation", installation),
        ],
    );
    all
}

/// Adds columns with less: the customer, its subscriptions, and the invoices on which their standings depend.
pub fn add_plans(select: &mut SelectStatement, backend: DatabaseBackend, customer: &Expr) {
    let json = JsonRows(backend);
    let own = Expr::col(subscription::Column::CustomerId).eq(customer.clone());
    let canceled = Expr::col(subscription::Column::Status).eq("canceled");
    let ids_of_canceled = Query::select()
        .column(subscription::Column::Id)
        .from(subscription::Entity)
        .and_where(own.and(canceled))
        .to_owned();
    // What was paid counts only once a plan is canceled.
    let of_canceled = Expr::col(invoice::Column::SubscriptionId).in_subquery(ids_of_canceled);
    let mut invoices = json.select::<invoice::Entity>(|_| None);
    invoices
        .and_where(Expr::col(invoice::Column::CustomerId).eq(customer.clone()))
        .and_where(Expr::col(invoice::Column::Status).is_in(["open", "uncollectible"]).or(of_canceled));
    columns(
        select,
        vec![
            ("customers", customers(json, customer)),
            ("subscriptions", subscriptions(json, customer, &OF_PLANS)),
            ("subscription_items", items(json, customer)),
            ("invoices", invoices),
        ],
    );
}

fn columns(select: &mut SelectStatement, tables: Vec<(&'static str, SelectStatement)>) {
    for (name, table) in tables {
        select.expr_as(Expr::SubQuery(None, Box::new(table.into())), name);
    }
}

fn customers(json: JsonRows, customer: &Expr) -> SelectStatement {
    let mut customers = json.select::<customer::Entity>(|_| None);
    customers.and_where(Expr::col(customer::Column::StripeCustomerId).eq(customer.clone()));
    customers
}

fn subscriptions(json: JsonRows, customer: &Expr, fields: &[&'static str]) -> SelectStatement {
    let mut subscriptions = json.select::<subscription::Entity>(|column| match column {
        subscription::Column::Raw => {
            let raw = || Expr::col((subscription::Entity, subscription::Column::Raw));
            Some(json.object(fields.iter().map(|field| (*field, json.field(raw(), field)))))
        }
        _ => None,
    });
    subscriptions.and_where(Expr::col(subscription::Column::CustomerId).eq(customer.clone()));
    subscriptions
}

fn items(json: JsonRows, customer: &Expr) -> SelectStatement {
    let mut items = json.select::<subscription_item::Entity>(|_| None);
    items.and_where(Expr::col(subscription_item::Column::SubscriptionId).in_subquery(ids_of_subscriptions(customer)));
    items
}

fn ids_of_subscriptions(customer: &Expr) -> SelectStatement {
    column_of_subscriptions(subscription::Column::Id, customer)
}

fn column_of_subscriptions(column: subscription::Column, customer: &Expr) -> SelectStatement {
    let own = Expr::col(subscription::Column::CustomerId).eq(customer.clone());
    Query::select().column(column).from(subscription::Entity).and_where(own).to_owned()
}

/// Of the prices that scheduled changes take away and lead to.
fn ids_of_changed_prices(customer: &Expr) -> SelectStatement {
    use subscription::Column::{ChangeFromPriceId, ChangePriceId};
    let mut ids = column_of_subscriptions(ChangeFromPriceId, customer);
    ids.union(UnionType::All, column_of_subscriptions(ChangePriceId, customer));
    ids
}

/// Of what is subscribed to, and of those prices.
fn ids_of_products(customer: &Expr) -> SelectStatement {
    let mut ids = Query::select();
    ids.column(subscription_item::Column::ProductId)
        .from(subscription_item::Entity)
        .and_where(Expr::col(subscription_item::Column::SubscriptionId).in_subquery(ids_of_subscriptions(customer)));
    let mut changed = Query::select();
    changed
        .column(price::Column::ProductId)
        .from(price::Entity)
        .and_where(Expr::col(price::Column::Id).in_subquery(ids_of_changed_prices(customer)));
    ids.union(UnionType::All, changed);
    ids
}
