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
    api_keys::{PresentedKey, StoredKey, add_key},
    entity::{account, api_key},
    model::AccountRef,
};

/// The table of the questions: the place of each, the key's id, the hash of its secret, and the account's name.
const ASKED: &str = "asked";

/// Enough to tell whether an answer is still the same, of accounts by our ids.
static LOOK: KeyedSelect = KeyedSelect::new(|backend, asked| of_callers(account::Column::Id, backend, asked));

/// The same by the product's ids.
static LOOK_EXTERNAL: KeyedSelect =
    KeyedSelect::new(|backend, asked| of_callers(account::Column::ExternalId, backend, asked));

/// With all that the answer is made of.
static FIND: KeyedSelect =
    KeyedSelect::new(|backend, asked| with_facts(of_callers(account::Column::Id, backend, asked), backend));

/// The same by the product's ids.
static FIND_EXTERNAL: KeyedSelect =
    KeyedSelect::new(|backend, asked| with_facts(of_callers(account::Column::ExternalId, backend, asked), backend));

/// What was asked for, beside the key that was shown. `None`: that is no valid key.
type OfKey<T> = Option<(StoredKey, T)>;

/// The questions that wait. Clones share them.
#[derive(Clone, Debug)]
pub struct Questions {
    look: Together<Question, OfKey<Look>>,
    look_external: Together<Question, OfKey<Look>>,
    find: Together<Question, OfKey<Option<Found>>>,
    find_external: Together<Question, OfKey<Option<Found>>>,
}

/// A question: the id of the key that is shown and the hash of its secret, and the name of an account.
type Question = (String, String, String);

impl Questions {
    /// Asks this database.
    pub fn new(db: &Database) -> Self {
        Self {
            look: together(db, &LOOK, Look::read),
            look_external: together(db, &LOOK_EXTERNAL, Look::read),
            find: together(db, &FIND, Found::read),
            find_external: together(db, &FIND_EXTERNAL, Found::read),
        }
    }

    /// The key, and where the account's answer stands.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn look(&self, key: &PresentedKey, account: &AccountRef) -> Result<OfKey<Look>, DbErr> {
        match account {
            AccountRef::Id(id) => self.look.ask(question(key, id.as_str())).await,
            AccountRef::External(id) => self.look_external.ask(question(key, id.as_str())).await,
        }
    }

    /// The same with all that the answer is made of, unless there is no such account.
    ///
    /// # Errors
    /// When the database does not answer, or the account's rows cannot be read.
    pub async fn find(&self, key: &PresentedKey, account: &AccountRef) -> Result<OfKey<Option<Found>>, DbErr> {
        match account {
            AccountRef::Id(id) => self.find.ask(question(key, id.as_str())).await,
            AccountRef::External(id) => self.find_external.ask(question(key, id.as_str())).await,
        }
    }
}

fn question(key: &PresentedKey, account: &str) -> Question {
    (key.id.to_string(), key.secret_hash(), account.to_owned())
}

fn together<T: Send + 'static>(
    db: &Database,
    select: &'static KeyedSelect,
    read: fn(&QueryResult) -> Result<T, DbErr>,
) -> Together<Question, OfKey<T>> {
    let db = db.clone();
    Together::new(move |questions: Vec<Question>| {
        let db = db.clone();
        async move { answer_all(&db, select, &questions, read).await }
    })
}

/// SQLite refuses the whole statement for one document that is not JSON: then each half is asked for, down to the one.
async fn answer_all<T>(
    db: &Database,
    select: &KeyedSelect,
    questions: &[Question],
    read: fn(&QueryResult) -> Result<T, DbErr>,
) -> Vec<Result<OfKey<T>, DbErr>> {
    let mut answers = Vec::with_capacity(questions.len());
    // The last is the next.
    let mut parts = vec![questions];
    while let Some(part) = parts.pop() {
        match answer_by_one(db, select, part, read).await {
            Ok(of_part) => answers.extend(of_part),
            // It may have been the database itself.
            Err(_) if part.len() > 1 && is_sqlite(db) && version(db).await.is_ok() => {
                let (first, second) = part.split_at(part.len() / 2);
                parts.extend([second, first]);
            }
            Err(error) => answers.extend(part.iter().map(|_| Err(DbErr::Custom(error.to_string())))),
        }
    }
    answers
}

fn is_sqlite(db: &Database) -> bool {
    db.get_database_backend() == DatabaseBackend::Sqlite
}

async fn answer_by_one<T>(
    db: &Database,
    select: &KeyedSelect,
    questions: &[Question],
    read: fn(&QueryResult) -> Result<T, DbErr>,
) -> Result<Vec<Result<OfKey<T>, DbErr>>, DbErr> {
    let asked = questions.iter().enumerate().map(|(place, (key, hash, name))| (place.to_string(), key, hash, name));
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

/// The rows of valid keys, and beside each the account's, if there is one. For a wrong key no account is read.
fn of_callers(name: account::Column, backend: DatabaseBackend, asked: Expr) -> SelectStatement {
    let json = JsonRows(backend);
    let part = |at| json.text_at(Expr::col((ASKED, "value")), at);
    let key = |column| Expr::col((api_key::Entity, column));
    let is_valid = key(api_key::Column::Id)
        .eq(part(1))
        .and(key(api_key::Column::SecretHash).eq(part(2)))
        .and(key(api_key::Column::RevokedAt).is_null());
    let mut select = Query::select();
    select
        .from_function(json.elements(asked), ASKED)
        .join(JoinType::InnerJoin, api_key::Entity, is_valid)
        .join(JoinType::LeftJoin, account::Entity, Expr::col((account::Entity, name)).eq(part(3)))
        .expr_as(part(0), "place");
    add_key(&mut select);
    with_state(select)
}
