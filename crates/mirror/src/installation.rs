//! What a database belongs to: test or live data, never both, and the portal configuration and the Checkout that
//! customers of it get.

use database::Database;
use sea_orm::{
    ActiveValue::{Set, Unchanged},
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JsonValue, QueryFilter,
    sea_query::Expr,
};
use stripe::Mode;

use crate::entity::installation::{ActiveModel, Column, Entity, Model};

/// The key of the only row.
const ROW: i32 = 1;

/// Why a key must not be used with a database.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    #[error(
        "the key is a {key} mode key, but this database contains {database} mode data: \
         use another database, or a {database} mode key"
    )]
    WrongMode { database: Mode, key: Mode },
    #[error("the database: {0}")]
    Database(#[from] DbErr),
}

/// The installation; `None` before any key was used with the database.
///
/// # Errors
/// When the database does not answer or is not migrated.
pub async fn load(db: &impl ConnectionTrait) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(ROW).one(db).await
}

/// Sets the mode of the database, if it has none yet.
///
/// # Errors
/// [`ClaimError::WrongMode`] if it has the other mode.
pub async fn claim(db: &Database, key: Mode) -> Result<(), ClaimError> {
    let row = ActiveModel {
        id: Set(ROW),
        livemode: Set(key == Mode::Live),
        portal_configuration: Set(None),
        offers_pause: Set(false),
        checkout: Set(None),
    };
    Entity::insert(row).on_conflict_do_nothing_on([Column::Id]).exec_without_returning(db).await?;
    check(db, key).await
}

/// Checks the mode of the database, if it has one, and sets none.
///
/// # Errors
/// [`ClaimError::WrongMode`] if it has the other mode.
pub async fn check(db: &Database, key: Mode) -> Result<(), ClaimError> {
    match load(db).await?.map(|row| row.mode()) {
        Some(database) if database != key => Err(ClaimError::WrongMode { database, key }),
        _ => Ok(()),
    }
}

/// Stores the portal configuration for customers, and whether it allows pausing. The servers use it
/// from their next portal session on. The database must have been claimed.
///
/// # Errors
/// When it could not be written.
pub async fn record_configuration(db: &Database, id: &str, offers_pause: bool) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::PortalConfiguration, Expr::value(id))
        .col_expr(Column::OffersPause, Expr::value(offers_pause))
        .filter(Column::Id.eq(ROW))
        .exec(db)
        .await?;
    Ok(())
}

/// Stores what Checkout asks for, as JSON. The servers use it from their next purchase on. The database must have been
/// claimed.
///
/// # Errors
/// When it could not be written.
pub async fn record_checkout(db: &Database, options: JsonValue) -> Result<(), DbErr> {
    let recorded = ActiveModel { id: Unchanged(ROW), checkout: Set(Some(options)), ..Default::default() };
    Entity::update(recorded).exec(db).await?;
    Ok(())
}

/// Stores whether the portal allows pausing. The database must have been claimed.
///
/// # Errors
/// When it could not be written.
pub async fn record_pause(db: &Database, offers_pause: bool) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::OffersPause, Expr::value(offers_pause))
        .filter(Column::Id.eq(ROW))
        .filter(Column::OffersPause.ne(offers_pause))
        .exec(db)
        .await?;
    Ok(())
}

impl Model {
    /// The mode of the data.
    pub fn mode(&self) -> Mode {
        if self.livemode { Mode::Live } else { Mode::Test }
    }
}
