//! The sessions of one user: where they are signed in, and how they end that elsewhere.

use std::str::FromStr;

use database::Database;
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;
use time::OffsetDateTime;
use tower_sessions::Session;

use crate::{
    audit::{self, Event},
    auth::{
        UserId,
        device::Device,
        session_lookup::ABSOLUTE_LIMIT,
        session_store::hashed,
        session_values::{DEVICE, NETWORK},
    },
    entity::session::{Column, Entity, Model},
};

/// As many are listed. Nobody looks through more; all of them end with "everywhere else".
const LISTED: u64 = 50;

/// The longest network that is shown: an IPv6 network with its prefix.
const LONGEST_NETWORK: usize = 43;

/// One browser in which the user is signed in.
#[derive(Clone, Debug)]
pub struct OwnSession {
    pub key: SessionKey,
    pub device: Device,
    /// The network in which it began; `None` if that was not known.
    pub network: Option<String>,
    /// In the last minute it may have been used again.
    pub last_used: OffsetDateTime,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// The name of a session in a form: the hash under which it is stored. It opens nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionKey(String);

impl SessionKey {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The word that means all sessions but the one that asks.
pub const OTHERS: &str = "others";

/// Which sessions are to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    One(SessionKey),
    Others,
}

/// The text names no session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSession;

impl FromStr for Ending {
    type Err = NoSession;

    fn from_str(text: &str) -> Result<Self, NoSession> {
        let is_hash = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        match text {
            OTHERS => Ok(Self::Others),
            text if is_hash => Ok(Self::One(SessionKey(text.to_owned()))),
            _ => Err(NoSession),
        }
    }
}

/// The user's sessions that still open something, at most 50: `session`, which asks, and then those used last.
///
/// # Errors
/// When the database does not answer.
pub async fn own_sessions(db: &Database, user: UserId, session: &Session) -> Result<Vec<OwnSession>, DbErr> {
    let now = clock::now_seconds();
    let this = session.id().map(|id| hashed(&id));
    let found = Entity::find()
        .filter(Column::UserId.eq(user.0))
        .filter(Column::ExpiresAt.gt(now))
        .filter(Column::CreatedAt.gt(now - ABSOLUTE_LIMIT.whole_seconds()))
        .order_by_desc(Column::LastSeenAt)
        .order_by_asc(Column::Id)
        .limit(LISTED)
        .all(db)
        .await?;
    let mut sessions: Vec<_> = found.into_iter().filter_map(|row| read(row, this.as_deref())).collect();
    // When each was used is noted once a minute.
    sessions.sort_by_key(|session| !session.is_this);
    Ok(sessions)
}

/// A session that began before devices were noted has none.
fn read(row: Model, this: Option<&str>) -> Option<OwnSession> {
    let mut values: Value = serde_json::from_str(&row.data).unwrap_or_default();
    let mut take = |name: &str| values.get_mut(name).map(Value::take).unwrap_or_default();
    Some(OwnSession {
        device: serde_json::from_value(take(DEVICE)).unwrap_or_default(),
        network: take(NETWORK).as_str().map(|network| network.chars().take(LONGEST_NETWORK).collect()),
        last_used: OffsetDateTime::from_unix_timestamp(row.last_seen_at).ok()?,
        is_this: this == Some(row.id.as_str()),
        key: SessionKey(row.id),
    })
}

/// Ends sessions of this user; one of somebody else is not touched. Their next requests find nobody signed in. One that
/// has ended before is as good as ended.
///
/// # Errors
/// When the database does not answer; then none has ended.
pub async fn end_own_sessions(db: &Database, user: UserId, session: &Session, ending: &Ending) -> Result<(), DbErr> {
    let which = match ending {
        Ending::One(key) => Condition::all().add(Column::Id.eq(key.as_str())),
        Ending::Others => {
            let this = session.id().map(|id| hashed(&id)).unwrap_or_default();
            Condition::all().add(Column::Id.ne(this))
        }
    };
    let ended = Entity::delete_many().filter(Column::UserId.eq(user.0)).filter(which).exec(db).await?;
    if ended.rows_affected > 0 {
        audit::record(Event::SessionsEnded, Some(user));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_hash_or_the_word_for_all_others_names_sessions() {
        let hash = "0af9".repeat(16);
        assert_eq!(hash.parse(), Ok(Ending::One(SessionKey(hash.clone()))));
        assert_eq!("others".parse(), Ok(Ending::Others));
        for text in ["", "Others", &hash[1..], &hash.to_uppercase(), "%", &"é".repeat(32)] {
            assert_eq!(text.parse::<Ending>(), Err(NoSession), "{text}");
        }
    }
}
