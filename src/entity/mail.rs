//! A mail that is to be sent. Its row is removed when the mail server has taken it.

use sea_orm::entity::prelude::*;

use crate::model::MailKind;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mails")]
pub struct Model {
    /// A UUID; the mail's `Message-ID` begins with it, and the job of the queue is called so.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub kind: MailKind,
    pub recipient: String,
    /// What it says, in Base64, encrypted: it can hold a link that signs somebody in.
    pub sealed: String,
    pub created_at: i64,
    /// From then on nobody needs it.
    pub expires_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
