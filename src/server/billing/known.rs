//! What the database knows about one user's billing: the rows that everything shown is derived from.

use std::{cmp::Reverse, collections::HashMap};

use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder};
use time::OffsetDateTime;

use super::{plans::OtherProducts, rows::subscriptions_of};
use crate::{
    model::{Status, isolated},
    server::db::{
        entity::{customer, invoice, payment_method, price, product, subscription, subscription_item},
        installation,
    },
};

/// The status, here, of a subscription that could not be read; none of Stripe's words, so that it is told of
/// as one whose state only the portal shows.
pub(super) const UNREAD: &str = "unread";

/// A subscription with its items.
pub type Subscribed = (subscription::Model, Vec<subscription_item::Model>);

/// The rows about one user.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Whether or not it was deleted in Stripe since.
    pub customer: Option<customer::Model>,
    pub subscriptions: Vec<Subscribed>,
    pub payment_methods: Vec<payment_method::Model>,
    /// The newest first.
    pub invoices: Vec<invoice::Model>,
    /// By product id.
    pub product_names: HashMap<String, String>,
    /// Those of them that are no plans of this site.
    pub others: OtherProducts,
    /// The prices that scheduled changes take away and lead to, by id.
    pub prices: HashMap<String, price::Model>,
    /// Whether customers can pause a plan in the portal.
    pub offers_pause: bool,
}

impl Known {
    /// Whether the subscription (`sub_…`) is the customer's own.
    pub(super) fn has_subscription(&self, id: &str) -> bool {
        self.subscriptions.iter().any(|(row, _)| row.id == id)
    }

    /// Reads everything about the customer. One that was deleted has no other rows; those of one that the
    /// account does not know say nothing.
    /// To be read in one transaction, since a sync may be writing them.
    pub(super) async fn load(db: &DatabaseTransaction, customer: Option<customer::Model>) -> Result<Self, DbErr> {
        let Some(living) = customer.as_ref().filter(|customer| customer.is_living()) else {
            return Ok(Self { customer, ..Self::default() });
        };
        let id = living.stripe_customer_id.as_str();
        let subscriptions = subscriptions_of(db, id).await?;
        let payment_methods =
            payment_method::Entity::find().filter(payment_method::Column::CustomerId.eq(id)).all(db).await?;
        let invoices = invoice::Entity::find()
            .filter(invoice::Column::CustomerId.eq(id))
            .order_by_desc(invoice::Column::CreatedAt)
            .order_by_desc(invoice::Column::Id)
            .all(db)
            .await?;
        let prices = prices(db, &subscriptions).await?;
        let products = products(db, &subscriptions, &prices).await?;
        let others = OtherProducts::among(&products);
        let product_names = products.into_iter().map(|product| (product.id, product.name)).collect();
        let offers_pause = installation::load(db).await?.is_some_and(|row| row.offers_pause);
        Ok(Self { customer, subscriptions, payment_methods, invoices, product_names, others, prices, offers_pause })
    }

    /// Whether it is a plan of this site; see [`super::plans`].
    pub(super) fn is_plan(&self, subscribed: &Subscribed) -> bool {
        self.others.is_plan(subscribed)
    }

    /// The plan: that is what buying goes by. It may be over.
    pub(super) fn plan(&self) -> Option<&Subscribed> {
        self.subscriptions.iter().filter(|each| self.is_plan(each)).min_by_key(|each| self.rank(each))
    }

    /// Whether there ever was a trial of a plan: an ended one counts too.
    pub(super) fn has_tried(&self) -> bool {
        self.subscriptions.iter().any(|each| each.0.trial_start.is_some() && self.is_plan(each))
    }

    /// The one subscription to speak of first.
    pub(super) fn first(&self) -> Option<&Subscribed> {
        self.subscriptions.iter().min_by_key(|each| self.rank(each))
    }

    /// What is spoken of first has the smallest: what is not over, of that the plans, what is paid for before what
    /// needs attention; among equals the newest.
    pub(super) fn rank(&self, subscribed: &Subscribed) -> (bool, bool, u8, Reverse<i64>, String) {
        let (subscription, _) = subscribed;
        let status = status(subscription);
        let rank = match status {
            Status::Active | Status::Trialing => 0,
            Status::PastDue => 1,
            Status::Unpaid | Status::Paused | Status::Other => 2,
            Status::Incomplete => 3,
            Status::Canceled => 4,
            Status::IncompleteExpired => 5,
        };
        let newest = Reverse(subscription.created_at);
        (status.is_ended(), !self.is_plan(subscribed), rank, newest, subscription.id.clone())
    }

    /// The product's name, to be put into any sentence; one that is not mirrored yet is named by its id.
    pub(super) fn product_name(&self, id: &str) -> String {
        isolated(self.product_names.get(id).map_or(id, String::as_str))
    }

    /// The payment method that pays for this subscription: its own, else the customer's default.
    pub(super) fn payment_method_of<'a>(&'a self, subscription: &'a subscription::Model) -> Option<&'a str> {
        let default = self.customer.as_ref().and_then(|customer| customer.default_payment_method.as_deref());
        subscription.default_payment_method.as_deref().or(default)
    }

    /// Whether its next invoice can be paid without anybody's doing, is sent to be paid by hand, or is
    /// over nothing.
    pub(super) fn can_be_paid(&self, (subscription, items): &Subscribed) -> bool {
        // What is used by then is added.
        let is_free = subscription.upcoming_amount == Some(0) && !items.iter().any(|item| item.is_metered);
        self.payment_method_of(subscription).is_some() || is_sent_invoices(subscription) || is_free
    }
}

/// Whether invoices are sent, rather than charged; the portal cannot change such a subscription.
pub(super) fn is_sent_invoices(subscription: &subscription::Model) -> bool {
    subscription.raw["collection_method"] == "send_invoice"
}

pub(super) fn status(subscription: &subscription::Model) -> Status {
    Status::from_stripe(&subscription.status)
}

/// Unix seconds as Stripe writes them; `None` also for what is no time at all.
pub(super) fn time(seconds: Option<i64>) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(seconds?).ok()
}

async fn prices(
    db: &DatabaseTransaction,
    subscriptions: &[Subscribed],
) -> Result<HashMap<String, price::Model>, DbErr> {
    let changes = subscriptions.iter().flat_map(|(row, _)| [&row.change_from_price_id, &row.change_price_id]);
    let ids: Vec<&str> = changes.filter_map(Option::as_deref).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let prices = price::Entity::find().filter(price::Column::Id.is_in(ids)).all(db).await?;
    Ok(prices.into_iter().map(|price| (price.id.clone(), price)).collect())
}

async fn products(
    db: &DatabaseTransaction,
    subscriptions: &[Subscribed],
    prices: &HashMap<String, price::Model>,
) -> Result<Vec<product::Model>, DbErr> {
    let items = subscriptions.iter().flat_map(|(_, items)| items).map(|item| item.product_id.as_str());
    let ids: Vec<&str> = items.chain(prices.values().map(|price| price.product_id.as_str())).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    product::Entity::find().filter(product::Column::Id.is_in(ids)).all(db).await
}
