//! The shared parts of the mirror: the database, the queue of objects to refetch, and the observer
//! of writes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
    time::Duration,
};

use database::Database;
use queue::{Queue, job};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
    sea_query::{BinOper, Expr, OnConflict, Query},
};

use crate::{
    customer::forget,
    entity::{
        customer::{ActiveModel, Column, Entity},
        price,
    },
    observer::{Nobody, SyncObserver},
    stripe_object::StripeObject,
};

/// The name of the queue of Stripe's objects.
const QUEUE: &str = "stripe";

/// The mirror in one database. Clones share everything.
#[derive(Clone)]
pub struct Mirror {
    /// The database of the mirror.
    pub db: Database,
    /// The objects to refetch; its keys are [`StripeObject`]s.
    pub queue: Queue,
    pub(crate) observer: Arc<dyn SyncObserver>,
}

impl Mirror {
    /// The mirror in this database, without an observer.
    pub fn new(db: Database) -> Self {
        Self { queue: Queue::new(db.clone(), QUEUE), db, observer: Arc::new(Nobody) }
    }

    /// The same mirror, with an observer of every write about a customer or a product.
    #[must_use]
    pub fn observed_by(self, observer: impl SyncObserver + 'static) -> Self {
        Self { observer: Arc::new(observer), ..self }
    }

    /// The same mirror, whose worker gives up an object after this number of failures.
    #[must_use]
    pub fn giving_up_after(self, max_failures: i32) -> Self {
        Self { queue: self.queue.giving_up_after(max_failures), ..self }
    }

    /// A condition of a statement: whether the last sync of this customer (an expression of its id) failed.
    pub fn sync_fails(customer: Expr) -> Expr {
        let key = Expr::value("customer:").binary(BinOper::Custom("||"), customer);
        let failed = Query::select()
            .expr(Expr::value(1))
            .from(job::Entity)
            .and_where(Expr::col((job::Entity, job::Column::Queue)).eq(QUEUE))
            .and_where(Expr::col((job::Entity, job::Column::Key)).eq(key))
            .and_where(Expr::col((job::Entity, job::Column::Failures)).gt(0))
            .to_owned();
        Expr::exists(failed)
    }

    /// Starts mirroring this customer (`cus_…`); it has no data until its first sync. Must be
    /// called in the transaction in which the program stores whose it is.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn adopt(transaction: &DatabaseTransaction, stripe_customer_id: &str) -> Result<(), DbErr> {
        let row = ActiveModel {
            stripe_customer_id: Set(stripe_customer_id.to_owned()),
            deleted_at: Set(None),
            missing_since: Set(None),
            synced_at_ms: Set(None),
            default_payment_method: Set(None),
            balance: Set(0),
            currency: Set(None),
            ..Default::default()
        };
        let known = OnConflict::column(Column::StripeCustomerId).do_nothing().to_owned();
        Entity::insert(row).on_conflict(known).exec_without_returning(transaction).await.map(drop)
    }

    /// Stops mirroring this customer and removes all its rows. Its job is left to the worker, which settles the
    /// customer's events as somebody else's.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn abandon(transaction: &DatabaseTransaction, stripe_customer_id: &str) -> Result<(), DbErr> {
        // A sync that is being written would otherwise leave its rows behind.
        Entity::find_by_id(stripe_customer_id).lock_exclusive().one(transaction).await?;
        forget(transaction, stripe_customer_id).await?;
        Entity::delete_by_id(stripe_customer_id).exec(transaction).await.map(drop)
    }

    /// Requests a refetch of the objects by the worker, in the caller's transaction.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn request(&self, db: &impl ConnectionTrait, objects: BTreeSet<StripeObject>) -> Result<(), DbErr> {
        self.queue.request(db, objects.iter().map(ToString::to_string).collect()).await
    }

    /// The object's job, if a refetch is requested.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn job_of(&self, object: &StripeObject) -> Result<Option<job::Model>, DbErr> {
        self.queue.find(&object.to_string()).await
    }

    /// Requests a refetch of the object after `pause`. Several requests in this time cause one
    /// refetch.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn refetch_later(&self, object: &StripeObject, pause: Duration) -> Result<(), DbErr> {
        self.queue.request_later(object.to_string(), pause).await
    }

    /// Tells the observer whose products these objects are, or their prices, in the transaction that changed them.
    pub(crate) async fn note_changed(
        &self,
        transaction: &DatabaseTransaction,
        changed: &[StripeObject],
    ) -> Result<(), DbErr> {
        let (mut products, mut prices) = (BTreeSet::new(), BTreeSet::new());
        for object in changed {
            match object {
                StripeObject::Product(id) => drop(products.insert(id.clone())),
                StripeObject::Price(id) => drop(prices.insert(id.as_str())),
                _ => {}
            }
        }
        if !prices.is_empty() {
            let of = price::Entity::find().select_only().column(price::Column::ProductId).distinct();
            let of: Vec<String> = of.filter(price::Column::Id.is_in(prices)).into_tuple().all(transaction).await?;
            products.extend(of);
        }
        let products: Vec<_> = products.into_iter().collect();
        if products.is_empty() { Ok(()) } else { self.observer.products_changed(transaction, &products).await }
    }

    /// Requests retries by the worker for failed objects, with the reasons.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn note_failures(
        &self,
        db: &impl ConnectionTrait,
        failed: BTreeMap<StripeObject, String>,
    ) -> Result<(), DbErr> {
        let failed = failed.into_iter().map(|(object, why)| (object.to_string(), why));
        self.queue.note_failures(db, failed.collect()).await
    }
}

impl fmt::Debug for Mirror {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mirror").field("db", &self.db).field("queue", &self.queue).finish_non_exhaustive()
    }
}
