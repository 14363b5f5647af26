//! `POST /api/v1/access/query`

use std::{collections::HashMap, fmt, marker::PhantomData, num::NonZeroU32};

use access::{Decision, FeatureKey};
use axum::{
    Json,
    extract::{FromRequest, Request, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error, SeqAccess, Visitor},
};
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

/// The largest body, in bytes: all of them, with the longest names in UTF-8. With each character of such names escaped it
/// would be three times as much, which no real catalog needs.
pub const LARGEST_QUERY: usize = 4 * 1024 * 1024;

/// Several questions.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessQuery {
    #[schema(value_type = Vec<AccessQuestion>, min_items = 1, max_items = 100)]
    items: UpToMost<AccessQuestion>,
}

/// A question about one account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessQuestion {
    /// The product's own id of the account, or this site's (`acct_…`).
    #[schema(example = "team-42")]
    account: String,
    /// The features' keys.
    #[schema(value_type = Vec<String>, min_items = 1, max_items = 100, example = json!(["sso", "api"]))]
    features: UpToMost<String>,
}

/// A list of 1 to [`MOST`]. What is longer is not read to its end.
#[derive(Debug)]
struct UpToMost<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for UpToMost<T> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Bounded<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Bounded<T> {
            type Value = Vec<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a list of 1 to {MOST}")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
                let mut all = Vec::new();
                while let Some(one) = list.next_element()? {
                    if all.len() == MOST {
                        return Err(A::Error::custom(format!("there are more than {MOST}")));
                    }
                    all.push(one);
                }
                if all.is_empty() { Err(A::Error::custom("there is none")) } else { Ok(all) }
            }
        }

        json.deserialize_seq(Bounded(PhantomData)).map(Self)
    }
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
pub async fn query(State(asker): State<Asker>, request: Request) -> Result<Response, Problem> {
    let headers = request.headers().clone();
    let key = presented(&headers).ok_or(Problem::NoKey)?;
    // Before the body is read.
    asker.authenticate(&key, ONE).await?;
    let ApiJson(AccessQuery { items: UpToMost(items) }) = ApiJson::from_request(request, &()).await?;
    let further = items.len().saturating_sub(1);
    if let Some(further) = u32::try_from(further).ok().and_then(NonZeroU32::new) {
        asker.take(&key.id, further)?;
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

/// The accounts that exist, by each of their names.
async fn find_accounts(asker: &Asker, items: &[AccessQuestion]) -> Result<HashMap<String, Option<Found>>, Problem> {
    let named: Vec<AccountRef> = items.iter().filter_map(|item| item.account.parse().ok()).collect();
    let found = find_named(&asker.db, &named).await.map_err(unavailable)?;
    let unknown = found.values().flatten().filter(|found| found.look.is_unknown());
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
    found: &HashMap<String, Option<Found>>,
) -> Result<AccessAnswer, Problem> {
    // Its rows cannot be read.
    let found = found.get(&item.account).ok_or(Problem::UnknownAccount)?.as_ref().ok_or(Problem::Unavailable)?;
    let mut answered = asker.decide(found.clone()).await?;
    let mut features = Vec::with_capacity(item.features.0.len());
    for (number, feature) in item.features.0.iter().enumerate() {
        let is_known = |key: &FeatureKey| answered.access.features.contains_key(key) || answered.rules.catalog.has(key);
        let known = feature.parse::<FeatureKey>().ok().filter(is_known).ok_or_else(|| Problem::Invalid {
            field: format!("features[{number}]"),
            detail: "neither a product nor the policy nor a grant of the account has this feature".to_owned(),
        })?;
        // Of a product that is archived, and that this account never had.
        answered.access.features.entry(known.clone()).or_insert(Decision::not_offered());
        features.push(known);
    }
    Ok(AccessAnswer::new(&answered, Some(&features), &asker.settings.app_url, &reader(headers)))
}
