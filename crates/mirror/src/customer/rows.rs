//! One customer's rows, from the database or from Stripe's answers. Both are compared before
//! writing, so that drift is known and equal rows are not written.

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::{
    customer::table::load,
    entity::{customer, invoice, payment_method, subscription, subscription_item},
    unreadable::{UnreadPart, Unreadable},
};

#[derive(Debug, Default)]
pub struct Rows {
    /// Whether Stripe deleted the customer.
    pub deleted: bool,
    /// Whether the account does not know the customer; then the other fields have no meaning.
    pub missing: bool,
    pub default_payment_method: Option<String>,
    pub balance: i64,
    /// Of the customer.
    pub currency: Option<String>,
    pub payment_methods: Vec<payment_method::Model>,
    pub invoices: Vec<invoice::Model>,
    pub subscriptions: Vec<subscription::Model>,
    pub items: Vec<subscription_item::Model>,
}

impl Rows {
    /// The customer's rows in the database.
    pub async fn load(db: &impl ConnectionTrait, customer: &customer::Model) -> Result<Self, DbErr> {
        let id = customer.stripe_customer_id.as_str();
        let subscriptions = load::<subscription::Entity>(db, id).await?;
        let ids = subscriptions.iter().map(|row| row.id.as_str());
        let items = match subscriptions.is_empty() {
            true => Vec::new(),
            false => {
                let of_these = subscription_item::Column::SubscriptionId.is_in(ids);
                subscription_item::Entity::find().filter(of_these).all(db).await?
            }
        };
        Ok(Self {
            deleted: customer.deleted_at.is_some(),
            missing: customer.missing_since.is_some(),
            default_payment_method: customer.default_payment_method.clone(),
            balance: customer.balance,
            currency: customer.currency.clone(),
            payment_methods: load::<payment_method::Entity>(db, id).await?,
            invoices: load::<invoice::Entity>(db, id).await?,
            subscriptions,
            items,
        })
    }

    /// Keeps our rows for what cannot be read: a debt does not end because it is unreadable.
    pub fn keep(&mut self, ours: &Self, unreadable: &[Unreadable]) {
        for Unreadable { what, id, denied, .. } in unreadable {
            match what {
                UnreadPart::Invoice => {
                    self.invoices
                        .extend(ours.invoices.iter().find(|invoice| id.as_ref() == Some(&invoice.id)).cloned());
                }
                UnreadPart::PaymentMethod => {
                    self.keep_payment_methods(ours);
                    // The customer's discount also has no coupon. With a key that never reads
                    // coupons, the old discounts would stay for ever.
                    if !denied {
                        self.keep_discounts(ours, is_without_discounts);
                    }
                }
                // The customer's discount applies to subscriptions without their own.
                UnreadPart::Discount => self.keep_discounts(ours, is_without_discounts),
                UnreadPart::Discounts => {
                    // A subscription's source is expanded together with its discounts.
                    self.keep_payment_methods(ours);
                    self.keep_discounts(ours, |_| true);
                }
                UnreadPart::NextInvoice => {
                    let its_own = |row: &&subscription::Model| id.as_ref() == Some(&row.id);
                    let Some(known) = ours.subscriptions.iter().find(its_own) else { continue };
                    for row in self.subscriptions.iter_mut().filter(|row| row.id == known.id) {
                        row.upcoming_amount = known.upcoming_amount;
                        row.upcoming_currency.clone_from(&known.upcoming_currency);
                        (row.upcoming_tax, row.upcoming_tax_added) = (known.upcoming_tax, known.upcoming_tax_added);
                    }
                }
                UnreadPart::Charges => {
                    for row in &mut self.invoices {
                        let Some(known) = ours.invoices.iter().find(|known| known.id == row.id) else { continue };
                        (row.amount_refunded, row.disputed) = (known.amount_refunded, known.disputed);
                    }
                }
                UnreadPart::Payments => {
                    let Some(known) = ours.invoices.iter().find(|row| id.as_ref() == Some(&row.id)) else { continue };
                    for row in self.invoices.iter_mut().filter(|row| row.id == known.id) {
                        row.is_processing = known.is_processing;
                    }
                }
                UnreadPart::SubscriptionAndItems => {
                    let is_there = |item: &subscription_item::Model| self.items.iter().any(|one| one.id == item.id);
                    let its_own = ours.items.iter().filter(|item| id.as_ref() == Some(&item.subscription_id));
                    let known: Vec<_> = its_own.filter(|item| !is_there(item)).cloned().collect();
                    self.items.extend(known);
                }
                // A subscription's row says that it could not be read; features are a product's.
                UnreadPart::Subscription | UnreadPart::Features => {}
            }
        }
    }

    /// Keeps payment methods that are in use but were not fetched.
    fn keep_payment_methods(&mut self, ours: &Self) {
        let pays = |id: &String| {
            let of_subscriptions = self.subscriptions.iter().filter_map(|row| row.default_payment_method.as_ref());
            self.default_payment_method.iter().chain(of_subscriptions).any(|one| one == id)
        };
        let is_there = |id: &String| self.payment_methods.iter().any(|method| method.id == *id);
        let known = ours.payment_methods.iter().filter(|method| pays(&method.id) && !is_there(&method.id));
        let known: Vec<_> = known.cloned().collect();
        self.payment_methods.extend(known);
    }

    fn keep_discounts(&mut self, ours: &Self, of: impl Fn(&subscription::Model) -> bool) {
        for row in self.subscriptions.iter_mut().filter(|row| of(row)) {
            let Some(known) = ours.subscriptions.iter().find(|known| known.id == row.id) else { continue };
            row.discounts.clone_from(&known.discounts);
        }
    }
}

fn is_without_discounts(row: &subscription::Model) -> bool {
    row.discounts.as_array().is_none_or(Vec::is_empty)
}
