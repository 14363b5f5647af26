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

/// One row of JSON: a column for each table.
pub fn select(backend: DatabaseBackend, customer: &Expr) -> SelectStatement {
    let json = JsonRows(backend);
    let mut subscriptions = json.select::<subscription::Entity>(|column| match column {
        subscription::Column::Raw => {
            let raw = || Expr::col((subscription::Entity, subscription::Column::Raw));
            Some(json.object(OF_SUBSCRIPTIONS.map(|field| (field, json.field(raw(), field)))))
        }
        _ => None,
    });
    subscriptions.and_where(Expr::col(subscription::Column::CustomerId).eq(customer.clone()));
    let mut items = json.select::<subscription_item::Entity>(|_| None);
    items.and_where(Expr::col(subscription_item::Column::SubscriptionId).in_subquery(ids_of_subscriptions(customer)));
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
        // No page needs them.
        product::Column::Features => Some(Expr::cust("NULL")),
        _ => None,
    });
    products.and_where(Expr::col(product::Column::Id).in_subquery(ids_of_products(customer)));
    let mut customers = json.select::<customer::Entity>(|_| None);
    customers.and_where(Expr::col(customer::Column::StripeCustomerId).eq(customer.clone()));
    // A purchase reads what Checkout asks for; pages do not need it.
    let installation = json.select::<installation::Entity>(|column| {
        matches!(column, installation::Column::Checkout).then(|| Expr::cust("NULL"))
    });

    let mut all = Query::select();
    for (name, table) in [
        ("customers", customers),
        ("subscriptions", subscriptions),
        ("subscription_items", items),
        ("payment_methods", payment_methods),
        ("invoices", invoices),
        ("prices", prices),
        ("products", products),
        ("installation", installation),
    ] {
        all.expr_as(Expr::SubQuery(None, Box::new(table.into())), name);
    }
    all
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
