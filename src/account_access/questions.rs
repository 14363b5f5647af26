//! What callers of the API ask: may this key ask, and what is known of that account? Those who ask at the same time share a
//! statement.

use database::{Database, JsonRows, KeyedSelect, Together};
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DbErr, QueryResult,
    sea_query::{Expr, ExprTrait, JoinType, Query, SelectStatement},
};

use super::{
    found::{Found, Look},
    rules::version,
    statement::{with_facts, with_state},
};
use crate::{
    api_keys::{KeyId, StoredKey, add_key},
    entity::{account, api_key},
    model::AccountRef,
};

/// The table of the questions: the place of each, the key's id, and the account's name.
const ASKED: &str = "asked";

/// Enough to tell whether an answer is still the same, of accounts by our ids.
static LOOK: KeyedSelect = KeyedSelect::new(|backend, [asked]| of_callers(account::Column::Id, backend, asked));

/// The same by the product's ids.
static LOOK_EXTERNAL: KeyedSelect =
    KeyedSelect::new(|backend, [asked]| of_callers(account::Column::ExternalId, backend, asked));

/// With all that the answer is made of.
static FIND: KeyedSelect =
    KeyedSelect::new(|backend, [asked]| with_facts(of_callers(account::Column::Id, backend, asked), backend));

/// The same by the product's ids.
static FIND_EXTERNAL: KeyedSelect =
    KeyedSelect::new(|backend, [asked]| with_facts(of_callers(account::Column::ExternalId, backend, asked), backend));

/// What was asked for, beside the key that was shown. `None`: there is no such key.
type OfKey<T> = Option<(StoredKey, T)>;

/// The questions that wait. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Questions {
    look: Together<Question, OfKey<Look>>,
    look_external: Together<Question, OfKey<Look>>,
    find: Together<Question, OfKey<Option<Found>>>,
    find_external: Together<Question, OfKey<Option<Found>>>,
}

/// A key's id, and the name of an account.
type Question = (String, String);

impl Questions {
    /// The key, and where the account's answer stands.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn look(&self, db: &Database, key: &KeyId, account: &AccountRef) -> Result<OfKey<Look>, DbErr> {
        let (together, select, name) = match account {
            AccountRef::Id(id) => (&self.look, &LOOK, id.as_str()),
            AccountRef::External(id) => (&self.look_external, &LOOK_EXTERNAL, id.as_str()),
        };
        ask(together, select, db, (key.to_string(), name.to_owned()), Look::read).await
    }

    /// The same with all that the answer is made of, unless there is no such account.
    ///
    /// # Errors
    /// When the database does not answer, or the account's rows cannot be read.
    pub async fn find(&self, db: &Database, key: &KeyId, account: &AccountRef) -> Result<OfKey<Option<Found>>, DbErr> {
        let (together, select, name) = match account {
            AccountRef::Id(id) => (&self.find, &FIND, id.as_str()),
            AccountRef::External(id) => (&self.find_external, &FIND_EXTERNAL, id.as_str()),
        };
        ask(together, select, db, (key.to_string(), name.to_owned()), Found::read).await
    }
}

async fn ask<T: Send + 'static>(
    together: &Together<Question, OfKey<T>>,
    select: &'static KeyedSelect,
    db: &Database,
    question: Question,
    read: fn(&QueryResult) -> Result<T, DbErr>,
) -> Result<OfKey<T>, DbErr> {
    let db = db.clone();
    together
        .ask(question, move |questions| {
            let db = db.clone();
            async move { answer_all(&db, select, &questions, read).await }
        })
        .await
}

async fn answer_all<T>(
    db: &Database,
    select: &KeyedSelect,
    questions: &[Question],
    read: fn(&QueryResult) -> Result<T, DbErr>,
) -> Vec<Result<OfKey<T>, DbErr>> {
    let error = match answer_by_one(db, select, questions, read).await {
        Ok(answers) => return answers,
        Err(error) => error,
    };
    // SQLite refuses the whole statement for one document that is not JSON. It may have been the database itself.
    if questions.len() == 1 || version(db).await.is_err() {
        return questions.iter().map(|_| Err(DbErr::Custom(error.to_string()))).collect();
    }
    let mut answers = Vec::with_capacity(questions.len());
    for question in questions {
        let alone = answer_by_one(db, select, std::slice::from_ref(question), read).await;
        answers.push(alone.and_then(|mut answers| answers.pop().unwrap_or(Ok(None))));
    }
    answers
}

async fn answer_by_one<T>(
    db: &Database,
    select: &KeyedSelect,
    questions: &[Question],
    read: fn(&QueryResult) -> Result<T, DbErr>,
) -> Result<Vec<Result<OfKey<T>, DbErr>>, DbErr> {
    let asked = questions.iter().enumerate().map(|(place, (key, name))| (place.to_string(), key, name));
    let asked = serde_json::to_string(&asked.collect::<Vec<_>>()).map_err(|error| DbErr::Json(error.to_string()))?;
    let rows = db.query_all_raw(select.of(db.get_database_backend(), asked)).await?;
    let mut answers: Vec<_> = questions.iter().map(|_| Ok(None)).collect();
    for row in rows {
        let place: String = row.try_get("", "place")?;
        if let Some(answer) = place.parse::<usize>().ok().and_then(|place| answers.get_mut(place)) {
            *answer = StoredKey::read(&row).and_then(|key| Ok(Some((key, read(&row)?))));
        }
    }
    Ok(answers)
}

/// The keys' rows, and beside each the account's, if there is one.
fn of_callers(name: account::Column, backend: DatabaseBackend, asked: Expr) -> SelectStatement {
    let json = JsonRows(backend);
    let part = |at| json.text_at(Expr::col((ASKED, "value")), at);
    let mut select = Query::select();
    select
        .from_function(json.elements(asked), ASKED)
        .join(JoinType::InnerJoin, api_key::Entity, Expr::col((api_key::Entity, api_key::Column::Id)).eq(part(1)))
        .join(JoinType::LeftJoin, account::Entity, Expr::col((account::Entity, name)).eq(part(2)))
        .expr_as(part(0), "place");
    add_key(&mut select);
    with_state(select)
}
