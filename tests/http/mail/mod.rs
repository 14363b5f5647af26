//! Mail, and what people prove by reading it, against a real mail server.

mod address;
mod invitations;
mod link;
mod new_device;
mod outbox;
mod reset;
mod shown;
mod sign_up;

use customer_portal::{
    auth::UserId,
    entity::{mail, user},
    model::MailKind,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::support::TestApp;

/// How many mails wait to be sent, but for those about a sign-in in an unknown browser.
async fn waiting(app: &TestApp) -> u64 {
    let others = mail::Entity::find().filter(mail::Column::Kind.ne(MailKind::NewDevice));
    others.count(&app.state.db).await.unwrap()
}

/// As if the user had read a mail.
async fn prove(app: &TestApp, user: UserId) {
    let row = user::ActiveModel { id: Set(user.0), email_verified: Set(true), ..Default::default() };
    row.update(&app.state.db).await.unwrap();
}

async fn user_of(app: &TestApp, email: &str) -> Option<user::Model> {
    user::Entity::find().filter(user::Column::Email.eq(email)).one(&app.state.db).await.unwrap()
}
