//! An HTTP client for calls to other services: bounded in time and size, and without any system library.

mod authorities;
mod client;

pub use crate::authorities::{Authorities, AuthoritiesError};
pub use crate::client::{Http, HttpError};
