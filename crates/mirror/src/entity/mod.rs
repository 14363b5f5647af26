//! The tables of the mirror as SeaORM entities, one per file.

pub mod customer;
pub mod fetch_counter;
pub mod installation;
pub mod invoice;
pub mod payment_method;
pub mod price;
pub mod product;
pub mod stripe_event;
pub mod subscription;
pub mod subscription_item;
pub mod sync_pass;
