//! Lists object by object: one that cannot be read must not hide the others.

use serde_json::{Value, value::RawValue};
use stripe_client_core::{RequestBuilder, StripeRequest};
use stripe_types::List;

use super::{StripeClient, StripeError, StripeErrorKind};

/// One page of a list.
#[derive(Debug)]
pub(super) struct Page<T> {
    pub objects: Vec<Listed<T>>,
    pub has_more: bool,
    /// Stripe's `Request-Id` of the answer.
    request_id: Option<String>,
}

/// One object of a list.
#[derive(Debug)]
pub struct Listed<T> {
    /// As async-stripe reads it; `None` where it has another shape than its type promises.
    pub value: Option<T>,
    /// As Stripe wrote it.
    pub raw: Value,
}

impl<T> Listed<T> {
    /// Its id; `None` where it does not even say that.
    pub fn id(&self) -> Option<&str> {
        self.raw["id"].as_str()
    }
}

impl<T> Page<T> {
    /// After which object the next page begins, if there is one.
    ///
    /// # Errors
    /// When there is one, and the last object does not say its id.
    pub fn next(&self) -> Result<Option<String>, StripeError> {
        if !self.has_more {
            return Ok(None);
        }
        let last = self.objects.last().and_then(Listed::id);
        last.map(|last| Some(last.to_owned())).ok_or_else(|| garbage(self.request_id.clone()))
    }
}

impl StripeClient {
    /// Sends a request for a list.
    ///
    /// # Errors
    /// As [`StripeClient::send`]; objects that cannot be read are none.
    pub(super) async fn send_for_list<R, T>(&self, request: &R) -> Result<Page<T>, StripeError>
    where
        R: StripeRequest<Output = List<T>>,
        T: miniserde::Deserialize,
    {
        let answer = self.send(&Untyped(request)).await?;
        let request_id = answer.request_id;
        let page: Page<T> = read(&answer.body).map_err(|_| garbage(request_id.clone()))?;
        Ok(Page { request_id, ..page })
    }
}

fn garbage(request_id: Option<String>) -> StripeError {
    StripeError { request_id, ..StripeError::new(StripeErrorKind::Garbage(200)) }
}

/// The same request, whose answer may be any JSON.
struct Untyped<'a, R>(&'a R);

impl<R: StripeRequest> StripeRequest for Untyped<'_, R> {
    type Output = miniserde::json::Value;

    fn build(&self) -> RequestBuilder {
        self.0.build()
    }
}

fn read<T: miniserde::Deserialize>(body: &[u8]) -> Result<Page<T>, serde_json::Error> {
    #[derive(serde::Deserialize)]
    struct Answer<'a> {
        #[serde(borrow)]
        data: Vec<&'a RawValue>,
        has_more: bool,
    }
    let answer: Answer = serde_json::from_slice(body)?;
    let objects = answer.data.into_iter().map(|object| {
        // One that is too deep to be kept is no object to us.
        let raw: Value = serde_json::from_str(object.get()).unwrap_or_default();
        Listed { value: miniserde::json::from_str(object.get()).ok().filter(|_| raw.is_object()), raw }
    });
    Ok(Page { objects: objects.collect(), has_more: answer.has_more, request_id: None })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::server::any_json::any_json;

    #[derive(miniserde::Deserialize)]
    struct Named {
        name: String,
    }

    #[test]
    fn one_that_cannot_be_read_is_there_without_its_value() {
        let list = json!({ "data": [{ "id": "x_1", "name": "one" }, { "id": "x_2" }, 7], "has_more": true });
        let page: Page<Named> = read(list.to_string().as_bytes()).expect("a page");
        let names: Vec<_> =
            page.objects.iter().map(|object| object.value.as_ref().map(|it| it.name.as_str())).collect();
        assert_eq!(names, [Some("one"), None, None]);
        assert_eq!((page.objects[1].id(), page.objects[2].id()), (Some("x_2"), None));
        assert!(page.next().is_err(), "nobody knows where it goes on");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn garbage_is_refused(bytes in any::<Vec<u8>>(), answer in any_json()) {
            let _ = read::<Named>(&bytes);
            let _ = read::<Named>(answer.to_string().as_bytes());
        }
    }
}
