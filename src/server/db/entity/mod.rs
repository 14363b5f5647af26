//! The tables as SeaORM entities, one a file. What a column means is said in the migration that
//! makes it.

pub mod catalog;
pub mod customer;
pub mod installation;
pub mod invoice;
pub mod payment_method;
pub mod price;
pub mod product;
pub mod session;
pub mod sign_in_failure;
pub mod stripe_event;
pub mod subscription;
pub mod subscription_item;
pub mod sync_job;
pub mod sync_pass;
pub mod user;
