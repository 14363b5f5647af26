//! The rows about one customer's billing, from which everything shown is derived.

use std::{cmp::Reverse, collections::HashMap};

use mirror::{
    entity::{customer, invoice, payment_method, price, product, subscription},
    installation,
};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    model::{Status, isolated},
    plans::OtherProducts,
    queries::subscriptions_of,
    subscription::{SubscriptionWithItems, is_sent_invoices, status},
};

/// The rows about one customer.
#[derive(Clone, Debug, Default)]
pub struct BillingFacts {
    /// Also if it was deleted at Stripe.
    pub customer: Option<customer::Model>,
    pub subscriptions: Vec<SubscriptionWithItems>,
    pub payment_methods: Vec<payment_method::Model>,
    /// The newest first.
    pub invoices: Vec<invoice::Model>,
    /// By product id.
    pub product_names: HashMap<String, String>,
    /// The products that are not plans of this site.
    pub others: OtherProducts,
    /// The prices that scheduled changes remove and add, by id.
    pub prices: HashMap<String, price::Model>,
    /// Whether customers can pause a plan in the portal.
    pub offers_pause: bool,
}

impl BillingFacts {
    /// The subscription (`sub_…`), if it is the customer's.
    pub fn subscription(&self, id: &str) -> Option<&SubscriptionWithItems> {
        self.subscriptions.iter().find(|each| each.subscription.id == id)
    }

    /// Reads everything about the customer (`cus_…`); `None` gives empty facts. A deleted customer
    /// has no other rows; the rows of a customer that the account does not know are ignored. Must
    /// run in one transaction ([`Database::snapshot`](database::Database::snapshot)), because a
    /// sync may be writing them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(db: &DatabaseTransaction, stripe_customer_id: Option<&str>) -> Result<Self, DbErr> {
        let Some(id) = stripe_customer_id else { return Ok(Self::default()) };
        let customer = customer::Entity::find_by_id(id).one(db).await?;
        if !customer.as_ref().is_some_and(customer::Model::is_living) {
            return Ok(Self { customer, ..Self::default() });
        }
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
    pub(crate) fn is_plan(&self, subscribed: &SubscriptionWithItems) -> bool {
        self.others.is_plan(subscribed)
    }

    /// The plan that a purchase considers. It may have ended.
    pub(crate) fn plan(&self) -> Option<&SubscriptionWithItems> {
        self.subscriptions.iter().filter(|each| self.is_plan(each)).min_by_key(|each| self.rank(each))
    }

    /// Whether there ever was a trial of a plan: an ended one counts too.
    pub(crate) fn has_tried(&self) -> bool {
        self.subscriptions.iter().any(|each| each.subscription.trial_start.is_some() && self.is_plan(each))
    }

    /// The subscription to show first.
    pub(crate) fn first(&self) -> Option<&SubscriptionWithItems> {
        self.subscriptions.iter().min_by_key(|each| self.rank(each))
    }

    /// The sort key; the smallest is shown first: not ended before ended, plans before others, paid
    /// before those that need attention, then the newest.
    pub(crate) fn rank(&self, subscribed: &SubscriptionWithItems) -> (bool, bool, u8, Reverse<i64>, String) {
        let subscription = &subscribed.subscription;
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

    /// The product's name for use in a sentence; its id if it is not mirrored yet.
    pub(crate) fn product_name(&self, id: &str) -> String {
        isolated(self.product_names.get(id).map_or(id, String::as_str))
    }

    /// The payment method that pays for this subscription: its own, else the customer's default.
    pub(crate) fn payment_method_of<'a>(&'a self, subscription: &'a subscription::Model) -> Option<&'a str> {
        let default = self.customer.as_ref().and_then(|customer| customer.default_payment_method.as_deref());
        subscription.default_payment_method.as_deref().or(default)
    }

    /// Whether its next invoice will be paid automatically, is sent to be paid by hand, or is zero.
    pub(crate) fn can_be_paid(&self, SubscriptionWithItems { subscription, items }: &SubscriptionWithItems) -> bool {
        // Usage until then is added.
        let is_free = subscription.upcoming_amount == Some(0) && !items.iter().any(|item| item.is_metered);
        self.payment_method_of(subscription).is_some() || is_sent_invoices(subscription) || is_free
    }
}

async fn prices(
    db: &DatabaseTransaction,
    subscriptions: &[SubscriptionWithItems],
) -> Result<HashMap<String, price::Model>, DbErr> {
    let changes = subscriptions
        .iter()
        .flat_map(|each| [&each.subscription.change_from_price_id, &each.subscription.change_price_id]);
    let ids: Vec<&str> = changes.filter_map(Option::as_deref).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let prices = price::Entity::find().filter(price::Column::Id.is_in(ids)).all(db).await?;
    Ok(prices.into_iter().map(|price| (price.id.clone(), price)).collect())
}

async fn products(
    db: &DatabaseTransaction,
    subscriptions: &[SubscriptionWithItems],
    prices: &HashMap<String, price::Model>,
) -> Result<Vec<product::Model>, DbErr> {
    let items = subscriptions.iter().flat_map(|each| &each.items).map(|item| item.product_id.as_str());
    let ids: Vec<&str> = items.chain(prices.values().map(|price| price.product_id.as_str())).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    product::Entity::find().filter(product::Column::Id.is_in(ids)).all(db).await
}
