//! Linking one after the other, and counting.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use mirror::Mirror;
use sea_orm::DbErr;

use crate::{
    account::{BindError, Link, LinkError, Linked, link},
    commands::{CommandError, progress::Bar},
    model::StripeId,
};

/// A hand-over can make the same account at the same time; then it is tried again.
const ATTEMPTS: usize = 3;

pub(super) struct Linker {
    pub mirror: Mirror,
    pub bar: Bar,
    /// What a dry run would have linked, which the database does not know.
    dry: Option<Dry>,
    linked: u64,
    before: u64,
    refused: u64,
    /// After which customer Stripe's list goes on.
    pub last: Option<String>,
}

/// Customers and accounts, each with the other. An account is named as in [`Linked`].
#[derive(Default)]
struct Dry {
    customers: HashMap<StripeId, String>,
    accounts: HashMap<String, StripeId>,
}

impl Dry {
    /// What the database would say of the next one.
    fn link(&mut self, customer: &StripeId, linked: Linked) -> Result<Linked, LinkError> {
        let known = (self.customers.get(customer), self.accounts.get(&linked.account));
        if known.0.is_some_and(|account| *account != linked.account) {
            return Err(BindError::CustomerTaken.into());
        }
        if known.1.is_some_and(|known| known != customer) {
            return Err(BindError::AccountHasCustomer.into());
        }
        let is_new = linked.is_new && known.0.is_none();
        self.customers.insert(customer.clone(), linked.account.clone());
        self.accounts.insert(linked.account.clone(), customer.clone());
        Ok(Linked { is_new, ..linked })
    }
}

/// A dry run rolls back what it has tried.
enum Tried {
    Refused(LinkError),
    Undone(Linked),
}

impl From<DbErr> for Tried {
    fn from(error: DbErr) -> Self {
        Self::Refused(error.into())
    }
}

impl Linker {
    pub(super) fn new(mirror: Mirror, dry_run: bool) -> Self {
        let dry = dry_run.then(Dry::default);
        Self { mirror, bar: Bar::new(0), dry, linked: 0, before: 0, refused: 0, last: None }
    }

    /// Links, or says why not; `place` is the line or the customer.
    ///
    /// # Errors
    /// When the database does not answer, or the output cannot be written.
    pub(super) async fn link(&mut self, place: &str, wanted: &Link) -> Result<(), CommandError> {
        match self.try_link(wanted).await {
            Ok(Linked { is_new: true, .. }) => self.linked += 1,
            Ok(_) => self.before += 1,
            Err(LinkError::Bind(BindError::Database(error))) => {
                return Err(CommandError::LinkInterrupted { why: error.to_string() });
            }
            Err(error) => return self.refuse(place, &error.to_string()),
        }
        self.bar.step();
        Ok(())
    }

    async fn try_link(&mut self, wanted: &Link) -> Result<Linked, LinkError> {
        let mut attempts = 1;
        loop {
            match self.try_once(wanted).await {
                Err(error) if error.is_race() && attempts < ATTEMPTS => attempts += 1,
                Ok(linked) => {
                    return match &mut self.dry {
                        Some(dry) => dry.link(&wanted.customer, linked),
                        None => Ok(linked),
                    };
                }
                refused => return refused,
            }
        }
    }

    async fn try_once(&self, wanted: &Link) -> Result<Linked, LinkError> {
        let (mirror, dry_run) = (&self.mirror, self.dry.is_some());
        let tried = mirror.db.try_write_tx(async |transaction| {
            let linked = link(mirror, transaction, wanted).await.map_err(Tried::Refused)?;
            if dry_run { Err(Tried::Undone(linked)) } else { Ok(linked) }
        });
        match tried.await {
            Ok(linked) | Err(Tried::Undone(linked)) => Ok(linked),
            Err(Tried::Refused(error)) => Err(error),
        }
    }

    /// Counts and prints what is not linked.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub(super) fn refuse(&mut self, place: &str, why: &str) -> Result<(), CommandError> {
        self.refused += 1;
        self.bar.try_line(&format!("{place}: {why}")).map_err(CommandError::Output)?;
        self.bar.step();
        Ok(())
    }

    /// Prints the counts.
    ///
    /// # Errors
    /// When something was refused, or the output cannot be written.
    pub(super) fn report(&self) -> Result<(), CommandError> {
        self.bar.finish();
        self.print().map_err(CommandError::Output)?;
        if self.refused > 0 { Err(CommandError::NotLinked(self.refused)) } else { Ok(()) }
    }

    fn print(&self) -> io::Result<()> {
        let mut out = io::stdout();
        let linked = if self.dry.is_some() { "would be linked" } else { "linked" };
        writeln!(out, "{} {linked}, {} were linked before, {} refused.", self.linked, self.before, self.refused)?;
        match &self.last {
            Some(last) => writeln!(out, "To continue after an interruption: --after {last}"),
            None => Ok(()),
        }
    }
}
