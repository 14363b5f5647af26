//! Linking one after the other, and counting.

use std::collections::HashMap;

use mirror::Mirror;
use sea_orm::DbErr;

use crate::{
    account::{BindError, Link, LinkError, Linked, LinkedAccount, link},
    commands::{CommandError, progress::Bar},
    model::CustomerId,
};

pub(super) struct Linker {
    pub mirror: Mirror,
    pub bar: Bar,
    dry_run: bool,
    /// What this run has linked: with a dry run the database does not know it.
    customers: HashMap<CustomerId, LinkedAccount>,
    accounts: HashMap<LinkedAccount, CustomerId>,
    linked: u64,
    before: u64,
    refused: u64,
    /// After which customer Stripe's list goes on.
    pub last: Option<String>,
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
        Self {
            mirror,
            bar: Bar::new(0),
            dry_run,
            customers: HashMap::new(),
            accounts: HashMap::new(),
            linked: 0,
            before: 0,
            refused: 0,
            last: None,
        }
    }

    /// Links, or says why not; `place` is the line or the customer.
    pub(super) async fn link(&mut self, place: &str, wanted: &Link) -> Result<(), CommandError> {
        match self.try_link(wanted).await {
            Ok(Linked::Now) => self.linked += 1,
            Ok(Linked::Before) => self.before += 1,
            Err(LinkError::Bind(BindError::Database(error))) => {
                return Err(CommandError::LinkInterrupted { why: error.to_string() });
            }
            Err(error) => return self.refuse(place, &error.to_string()),
        }
        self.customers.insert(wanted.customer.clone(), wanted.account.clone());
        self.accounts.insert(wanted.account.clone(), wanted.customer.clone());
        self.bar.step();
        Ok(())
    }

    async fn try_link(&self, wanted: &Link) -> Result<Linked, LinkError> {
        if self.customers.get(&wanted.customer).is_some_and(|account| *account != wanted.account) {
            return Err(BindError::CustomerTaken.into());
        }
        if self.accounts.get(&wanted.account).is_some_and(|customer| *customer != wanted.customer) {
            return Err(BindError::AccountHasCustomer.into());
        }
        let (mirror, dry_run) = (&self.mirror, self.dry_run);
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
    #[expect(clippy::unnecessary_wraps, reason = "so that it ends a match like the others")]
    pub(super) fn refuse(&mut self, place: &str, why: &str) -> Result<(), CommandError> {
        self.refused += 1;
        self.bar.line(&format!("{place}: {why}"));
        self.bar.step();
        Ok(())
    }

    /// Prints the counts.
    ///
    /// # Errors
    /// When something was refused.
    pub(super) fn report(&self) -> Result<(), CommandError> {
        self.bar.finish();
        let would = if self.dry_run { "would be linked" } else { "linked" };
        println!("{} {would}, {} were linked before, {} refused.", self.linked, self.before, self.refused);
        if let Some(last) = &self.last {
            println!("To continue after an interruption: --after {last}");
        }
        if self.refused > 0 { Err(CommandError::NotLinked(self.refused)) } else { Ok(()) }
    }
}
