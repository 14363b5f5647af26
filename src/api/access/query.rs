//! `POST /api/v1/access/query`

use std::{collections::HashMap, num::NonZeroU32};

use access::FeatureKey;
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    super::{
        json::ApiJson,
        key::presented,
        problem::{Problem, ProblemBody},
    },
    answer::AccessAnswer,
    asker::{Asker, ONE, unavailable},
    get::reader,
};
use crate::{
    account_access::{Found, find_named},
    model::AccountRef,
};

/// As many accounts in one query, and as many features of each.
const MOST: usize = 100;

/// The largest body, in bytes: all of them, with the longest names.
pub const LARGEST_QUERY: usize = 4 * 1024 * 1024;

/// Several questions.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessQuery {
    #[schema(min_items = 1, max_items = 100)]
    items: Vec<AccessQuestion>,
}

/// A question about one account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessQuestion {
    /// The product's own id of the account, or this site's (`acct_…`).
    #[schema(min_length = 1, max_length = 200, example = "team-42")]
    account: String,
    /// The features' keys.
    #[schema(min_items = 1, max_items = 100, example = json!(["sso", "api"]))]
    features: Vec<String>,
}

/// The answers, in the order of the questions.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessAnswers {
    items: Vec<AccessItem>,
}

/// One answer, or why there is none.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessItem {
    /// As it was asked for.
    account: String,
    /// The HTTP status that this question alone would have had.
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    access: Option<AccessAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<ProblemBody>,
}

/// Says what several accounts may use
///
/// A question that cannot be answered does not stop the others: it has a status and a problem of its own.
#[utoipa::path(
    post,
    path = "/api/v1/access/query",
    operation_id = "queryAccess",
    tag = "access",
    params(("Accept-Language" = Option<String>, Header, description = "The language of the labels")),
    request_body = AccessQuery,
    responses(
        (status = 200, description = "An answer to each question", body = AccessAnswers),
        (status = 400, description = "The body is not JSON", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "No key, or not a valid one", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope access:read", body = ProblemBody, content_type = "application/problem+json"),
        (status = 408, description = "The body did not come in time", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "The body is not said to be JSON", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A field is refused; `field` says which", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many answers for this key; see Retry-After", body = ProblemBody, content_type = "application/problem+json"),
        (status = 500, description = "Something went wrong; the site's log says more", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "The site cannot answer now; see Retry-After", body = ProblemBody, content_type = "application/problem+json"),
        (status = 504, description = "The answer did not come in time; repeating the call does no harm", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("key" = []))
)]
pub async fn query(
    State(asker): State<Asker>,
    headers: HeaderMap,
    body: Result<ApiJson<AccessQuery>, Problem>,
) -> Result<Response, Problem> {
    let key = presented(&headers).ok_or(Problem::NoKey)?;
    let items = body.as_ref().map_or(0, |ApiJson(query)| query.items.len());
    let answers = u32::try_from(items.min(MOST)).ok().and_then(NonZeroU32::new).unwrap_or(ONE);
    asker.authenticate(&key, answers).await?;
    let ApiJson(AccessQuery { items }) = body?;
    check_number("items", items.len())?;
    for (number, item) in items.iter().enumerate() {
        check_number(&format!("items[{number}].features"), item.features.len())?;
    }
    let found = find_accounts(&asker, &items).await?;
    let mut answers = Vec::with_capacity(items.len());
    for item in items {
        let answer = answer(&asker, &headers, &item, &found).await;
        let (status, access, problem) = match answer {
            Ok(answer) => (200, Some(answer), None),
            Err(problem) => (problem.status().as_u16(), None, Some(problem.body())),
        };
        answers.push(AccessItem { account: item.account, status, access, problem });
    }
    let no_store = [(header::CACHE_CONTROL, "no-store"), (header::VARY, "Accept-Language")];
    Ok((no_store, Json(AccessAnswers { items: answers })).into_response())
}

fn check_number(field: &str, number: usize) -> Result<(), Problem> {
    if (1..=MOST).contains(&number) {
        return Ok(());
    }
    Err(Problem::Invalid { field: field.to_owned(), detail: format!("there are {number}, and 1 to {MOST} are possible") })
}

/// The accounts that exist, by each of their names.
async fn find_accounts(asker: &Asker, items: &[AccessQuestion]) -> Result<HashMap<String, Found>, Problem> {
    let named: Vec<AccountRef> = items.iter().filter_map(|item| item.account.parse().ok()).collect();
    let found = find_named(&asker.db, &named).await.map_err(unavailable)?;
    let unknown = found.values().filter(|found| found.look.is_unknown());
    let customers: Vec<String> = unknown.filter_map(|found| found.look.customer.clone()).collect();
    if customers.is_empty() {
        return Ok(found);
    }
    asker.fetch(&customers).await;
    find_named(&asker.db, &named).await.map_err(unavailable)
}

async fn answer(
    asker: &Asker,
    headers: &HeaderMap,
    item: &AccessQuestion,
    found: &HashMap<String, Found>,
) -> Result<AccessAnswer, Problem> {
    let found = found.get(&item.account).ok_or(Problem::UnknownAccount)?;
    let answered = asker.decide(found.clone()).await?;
    let mut features = Vec::with_capacity(item.features.len());
    for (number, feature) in item.features.iter().enumerate() {
        let known = feature.parse::<FeatureKey>().ok().filter(|key| answered.access.features.contains_key(key));
        features.push(known.ok_or_else(|| Problem::Invalid {
            field: format!("features[{number}]"),
            detail: "no product has this feature, and the policy and the account's grants do not name it".to_owned(),
        })?);
    }
    Ok(AccessAnswer::new(&answered, Some(&features), &asker.settings.app_url, &reader(headers)))
}
