//! Reading lists to their end. A page can be shorter than the limit; only `has_more` says whether
//! it is the last one.

use std::collections::HashSet;

use futures::{Stream, TryStreamExt, stream::try_unfold};
use serde_json::value::RawValue;
use stripe_client_core::{RequestBuilder, StripeRequest};
use stripe_types::List;
use url::form_urlencoded::Serializer;

use crate::{
    client::StripeClient,
    error::{StripeError, StripeErrorKind},
    list::Listed,
};

/// Stripe's maximum per page.
const LIMIT: &str = "100";

/// A million objects: no list that is gone through has as many.
const MOST_PAGES: usize = 10_000;

impl StripeClient {
    /// The pages of a list, in Stripe's order, each fetched on demand. `list` is the request
    /// without `limit` and cursor.
    ///
    /// # Errors
    /// As [`StripeClient::send`], for each page; the stream ends after an error.
    pub fn pages<R, T>(&self, list: R) -> impl Stream<Item = Result<Vec<Listed<T>>, StripeError>>
    where
        R: StripeRequest<Output = List<T>>,
        T: miniserde::Deserialize,
    {
        self.raw_pages(list, None).map_ok(|objects| objects.iter().map(|object| Listed::read(object)).collect())
    }

    /// The pages as Stripe's JSON, starting after the object `after`.
    ///
    /// # Errors
    /// As [`StripeClient::pages`]; a "missing" error if Stripe no longer lists that object.
    pub fn raw_pages<R: StripeRequest>(
        &self,
        list: R,
        after: Option<String>,
    ) -> impl Stream<Item = Result<Vec<Box<RawValue>>, StripeError>> {
        // The outer option: whether there is more; the inner one: after which.
        let seen = HashSet::new();
        try_unfold((list, Some(after), seen), async move |(list, next, mut seen)| {
            let Some(after) = next else { return Ok(None) };
            let page = self.send_for_list(&After { list: &list, after: after.as_deref() }).await?;
            let next = page.next()?;
            // What leads in a circle would have no end.
            let leads_on = next.as_ref().is_none_or(|next| Some(next) != after.as_ref() && seen.insert(next.clone()));
            if !leads_on || seen.len() > MOST_PAGES {
                return Err(StripeError::new(StripeErrorKind::Garbage(200)));
            }
            Ok(Some((page.objects, (list, next.map(Some), seen))))
        })
    }

    /// The whole list, object by object.
    ///
    /// # Errors
    /// As [`StripeClient::send`]; objects that cannot be read are none.
    pub async fn list<R, T>(&self, list: R) -> Result<Vec<Listed<T>>, StripeError>
    where
        R: StripeRequest<Output = List<T>>,
        T: miniserde::Deserialize,
    {
        self.pages(list).try_concat().await
    }
}

/// The page of a list after an object, or the first page.
struct After<'a, R> {
    list: &'a R,
    after: Option<&'a str>,
}

impl<R: StripeRequest> StripeRequest for After<'_, R> {
    type Output = R::Output;

    fn build(&self) -> RequestBuilder {
        let list = self.list.build();
        let mut query = Serializer::new(list.query.unwrap_or_default());
        query.append_pair("limit", LIMIT);
        if let Some(after) = self.after {
            query.append_pair("starting_after", after);
        }
        RequestBuilder { query: Some(query.finish()), ..list }
    }
}

#[cfg(test)]
mod tests {
    use stripe_client_core::StripeMethod;

    use super::*;

    struct Prices(Option<&'static str>);

    impl StripeRequest for Prices {
        type Output = ();

        fn build(&self) -> RequestBuilder {
            RequestBuilder { query: self.0.map(str::to_owned), ..RequestBuilder::new(StripeMethod::Get, "/prices") }
        }
    }

    #[test]
    fn a_page_is_the_list_from_there_on() {
        let query = |list, after| After { list: &Prices(list), after }.build().query.expect("a query");
        assert_eq!(query(None, None), "limit=100");
        assert_eq!(query(Some(""), Some("price_1")), "limit=100&starting_after=price_1");
        assert_eq!(query(Some("expand[0]=a"), Some("a b&c")), "expand[0]=a&limit=100&starting_after=a+b%26c");
    }
}
