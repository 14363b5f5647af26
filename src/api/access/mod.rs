//! What the company's product asks all day long: may this account do this?

mod answer;
mod asker;
mod etag;
mod get;
mod query;
mod step;
mod token;

pub use get::get;
pub use query::{LARGEST_QUERY, query};
pub use token::token;

pub(super) use get::__path_get;
pub(super) use query::__path_query;
pub(super) use token::__path_token;
