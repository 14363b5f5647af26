//! The rows about one customer's billing, from which everything shown is derived.

mod statement;

use std::{cmp::Reverse, collections::HashMap};

use database::{KeyedSelect, read_json_rows};
use mirror::entity::{
    customer, installation, invoice, payment_method, price, product, subscription, subscription_item,
};
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DbErr, QueryResult,
    sea_query::{Expr, SelectStatement},
};

use crate::{
    model::{Status, isolated},
    plans::OtherProducts,
    subscription::{SubscriptionWithItems, is_sent_invoices, status},
};

/// By the customer's id.
static OF_CUSTOMER: KeyedSelect = KeyedSelect::new(|backend, customer| statement::select(backend, &customer));

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

    /// Reads everything about the customer (`cus_…`) as of one moment; `None` gives empty facts. A deleted customer has
    /// no other rows; the rows of a customer that the account does not know are ignored.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(db: &impl ConnectionTrait, stripe_customer_id: Option<&str>) -> Result<Self, DbErr> {
        let Some(id) = stripe_customer_id else { return Ok(Self::default()) };
        let found = db.query_one_raw(OF_CUSTOMER.of(db.get_database_backend(), id)).await?;
        found.map_or_else(|| Ok(Self::default()), |row| Self::read(&row))
    }

    /// A statement whose only row [`BillingFacts::read`] takes, with room for columns of the program's own. `customer` is
    /// the id, or a query for it: then whoever asks needs no other trip to the database.
    pub fn select(backend: DatabaseBackend, customer: &Expr) -> SelectStatement {
        statement::select(backend, customer)
    }

    /// Reads the row of [`BillingFacts::select`].
    ///
    /// # Errors
    /// When it is another row.
    pub fn read(row: &QueryResult) -> Result<Self, DbErr> {
        let plans = Self::read_plans(row)?;
        if !plans.customer.as_ref().is_some_and(customer::Model::is_living) {
            return Ok(Self { customer: plans.customer, ..Self::default() });
        }
        let prices = read_json_rows::<price::Model>(row, "prices")?;
        let products = read_json_rows::<product::Model>(row, "products")?;
        let others = OtherProducts::among(&products);
        Ok(Self {
            payment_methods: read_json_rows::<payment_method::Model>(row, "payment_methods")?,
            product_names: products.into_iter().map(|product| (product.id, product.name)).collect(),
            others,
            prices: prices.into_iter().map(|price| (price.id.clone(), price)).collect(),
            offers_pause: read_json_rows::<installation::Model>(row, "installation")?
                .iter()
                .any(|row| row.offers_pause),
            ..plans
        })
    }

    /// Adds the columns that [`BillingFacts::read_plans`] takes to a statement of the program's own, for each of its rows.
    pub fn add_plans(select: &mut SelectStatement, backend: DatabaseBackend, customer: &Expr) {
        statement::add_plans(select, backend, customer);
    }

    /// Reads only what [`standings`](crate::standings) needs. The rows of a customer that the account does not know are
    /// there: what was known last.
    ///
    /// # Errors
    /// When it is another row.
    pub fn read_plans(row: &QueryResult) -> Result<Self, DbErr> {
        let mut subscriptions = read_json_rows::<subscription::Model>(row, "subscriptions")?;
        subscriptions.sort_by(|one, other| one.id.cmp(&other.id));
        let mut items: HashMap<String, Vec<subscription_item::Model>> = HashMap::new();
        for item in read_json_rows::<subscription_item::Model>(row, "subscription_items")? {
            items.entry(item.subscription_id.clone()).or_default().push(item);
        }
        let with_items = |subscription: subscription::Model| {
            let items = items.remove(&subscription.id).unwrap_or_default();
            SubscriptionWithItems { subscription, items }
        };
        let mut invoices = read_json_rows::<invoice::Model>(row, "invoices")?;
        invoices.sort_by(|one, other| (other.created_at, &other.id).cmp(&(one.created_at, &one.id)));
        Ok(Self {
            customer: read_json_rows::<customer::Model>(row, "customers")?.pop(),
            subscriptions: subscriptions.into_iter().map(with_items).collect(),
            invoices,
            ..Self::default()
        })
    }

    /// Whether it is a plan of this site; see [`super::plans`].
    pub(crate) fn is_plan(&self, subscribed: &SubscriptionWithItems) -> bool {
        self.others.is_plan(subscribed)
    }

    /// The plan that a purchase considers. It may have ended.
    pub(crate) fn plan(&self) -> Option<&SubscriptionWithItems> {
        self.subscriptions.iter().filter(|each| self.is_plan(each)).min_by_key(|each| Self::rank(each, &self.others))
    }

    /// Whether there ever was a trial of a plan: an ended one counts too.
    pub(crate) fn has_tried(&self) -> bool {
        self.subscriptions.iter().any(|each| each.subscription.trial_start.is_some() && self.is_plan(each))
    }

    /// The subscription to show first.
    pub(crate) fn first(&self) -> Option<&SubscriptionWithItems> {
        self.subscriptions.iter().min_by_key(|each| Self::rank(each, &self.others))
    }

    /// The sort key; the smallest is shown first: not ended before ended, plans before others, paid
    /// before those that need attention, then the newest.
    pub(crate) fn rank(
        subscribed: &SubscriptionWithItems,
        others: &OtherProducts,
    ) -> (bool, bool, u8, Reverse<i64>, String) {
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
        (status.is_ended(), !others.is_plan(subscribed), rank, newest, subscription.id.clone())
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
