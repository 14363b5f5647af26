//! The lines of a CSV file.

use std::{collections::HashMap, path::Path};

use futures::{TryStreamExt, pin_mut};
use serde::Deserialize;
use stripe::StripeClient;
use stripe_core::customer::ListCustomer;

use super::linker::Linker;
use crate::{
    account::{Link, LinkedAccount},
    auth::Email,
    commands::CommandError,
    model::{AccountName, AccountRef, Role, StripeId},
};

const COLUMNS: [&str; 5] = ["external_id", "email", "stripe_customer_id", "name", "role"];
const NEEDED: [&str; 2] = ["external_id", "stripe_customer_id"];

/// One line, unchecked.
#[derive(Debug, Deserialize)]
struct Row {
    external_id: String,
    #[serde(default)]
    email: String,
    stripe_customer_id: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    role: String,
}

/// A line with its number, or why it cannot be read.
pub(super) struct Line {
    number: u64,
    row: Result<Row, csv::Error>,
}

/// Reads the whole file.
///
/// # Errors
/// When it cannot be opened, or its first line names other columns.
pub(super) fn read(path: &Path) -> Result<Vec<Line>, CommandError> {
    let unreadable = |why| CommandError::Csv { path: path.to_owned(), why };
    let mut file = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path).map_err(unreadable)?;
    let headers = file.headers().map_err(unreadable)?.clone();
    let column =
        |column: &str, what| CommandError::CsvColumns { path: path.to_owned(), column: column.to_owned(), what };
    // Spreadsheets begin a file with a byte order mark.
    let headers: csv::StringRecord = headers.iter().map(|name| name.trim_start_matches('\u{feff}')).collect();
    if let Some(unknown) = headers.iter().find(|name| !COLUMNS.contains(name)) {
        return Err(column(unknown, "not one of them"));
    }
    if let Some(missing) = NEEDED.into_iter().find(|needed| !headers.iter().any(|name| name == *needed)) {
        return Err(column(missing, "missing"));
    }
    let mut lines = Vec::new();
    for record in file.records() {
        let number = match &record {
            Ok(record) => record.position().map_or(0, csv::Position::line),
            Err(error) => error.position().map_or(0, csv::Position::line),
        };
        lines.push(Line { number, row: record.and_then(|record| record.deserialize(Some(&headers))) });
    }
    Ok(lines)
}

/// Links every line.
///
/// # Errors
/// When the database or Stripe does not answer.
pub(super) async fn link_all(
    linker: &mut Linker,
    lines: Vec<Line>,
    by_email: Option<&StripeClient>,
) -> Result<(), CommandError> {
    let customers = match by_email {
        Some(stripe) => Some(by_address(stripe).await?),
        None => None,
    };
    for Line { number, row } in lines {
        let place = format!("line {number}");
        let checked = match row {
            Ok(row) => check(&row, customers.as_ref()),
            Err(error) => Err(error.to_string()),
        };
        match checked {
            Ok(link) => linker.link(&place, &link).await?,
            Err(why) => linker.refuse(&place, &why)?,
        }
    }
    Ok(())
}

/// What the line says, or what is wrong with it.
fn check(row: &Row, customers: Option<&ByAddress>) -> Result<Link, String> {
    let (account, email, name, role) = parse(row)?;
    let customer = match (row.stripe_customer_id.as_str(), &email, customers) {
        ("", Some(email), Some(customers)) => only_customer(customers, email)?,
        ("", ..) => return Err("stripe_customer_id is empty; --by-email finds the customer by the address".to_owned()),
        (id, ..) => id.parse::<StripeId>().map_err(|error| error.to_string())?,
    };
    Ok(Link { account: LinkedAccount::Named(account), customer, name, email, role })
}

type Parsed = (AccountRef, Option<Email>, Option<AccountName>, Role);

fn parse(row: &Row) -> Result<Parsed, String> {
    let account = row.external_id.parse::<AccountRef>().map_err(|error| error.to_string())?;
    let email = given(&row.email).map(str::parse::<Email>).transpose().map_err(|error| format!("email: {error}"))?;
    let name = given(&row.name).map(str::parse::<AccountName>).transpose().map_err(|error| error.to_string())?;
    let role = given(&row.role).map_or(Ok(Role::Owner), str::parse).map_err(|error| error.to_string())?;
    Ok((account, email, name, role))
}

fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// The customers of the Stripe account by their addresses. Stripe can search for an address only in the case in which it
/// was typed, so the whole list is read.
type ByAddress = HashMap<Email, Vec<StripeId>>;

async fn by_address(stripe: &StripeClient) -> Result<ByAddress, CommandError> {
    #[derive(Deserialize)]
    struct Customer {
        id: StripeId,
        email: Option<String>,
    }
    let mut found = ByAddress::new();
    let pages = stripe.raw_pages(ListCustomer::new(), None);
    pin_mut!(pages);
    while let Some(page) = pages.try_next().await? {
        for object in page {
            let Ok(Customer { id, email: Some(email) }) = serde_json::from_str(object.get()) else { continue };
            if let Ok(email) = email.parse() {
                found.entry(email).or_default().push(id);
            }
        }
    }
    Ok(found)
}

/// The only Stripe customer with this address.
fn only_customer(customers: &ByAddress, email: &Email) -> Result<StripeId, String> {
    match customers.get(email).map(Vec::as_slice) {
        None | Some([]) => Err("no Stripe customer has this address".to_owned()),
        Some([only]) => Ok(only.clone()),
        Some(_) => Err("several Stripe customers have this address".to_owned()),
    }
}
