//! Lists, read object by object, so that an unreadable one does not hide the others.

use serde_json::{Value, value::RawValue};
use stripe_client_core::{RequestBuilder, StripeRequest};

use crate::{
    client::StripeClient,
    error::{StripeError, StripeErrorKind},
};

/// One page of a list.
#[derive(Debug)]
pub(crate) struct Page {
    pub objects: Vec<Box<RawValue>>,
    has_more: bool,
    /// Stripe's `Request-Id` of the answer.
    request_id: Option<String>,
}

/// One object of a list.
#[derive(Debug)]
pub struct Listed<T> {
    /// Async-stripe's type; `None` if the object has an unexpected shape.
    pub value: Option<T>,
    /// Stripe's JSON.
    pub raw: Value,
}

impl<T> Listed<T> {
    /// Its id; `None` if it has none.
    pub fn id(&self) -> Option<&str> {
        self.raw["id"].as_str()
    }
}

impl<T: miniserde::Deserialize> Listed<T> {
    pub(crate) fn read(object: &RawValue) -> Self {
        // An object that is nested too deeply becomes null.
        let raw: Value = serde_json::from_str(object.get()).unwrap_or_default();
        Self { value: miniserde::json::from_str(object.get()).ok().filter(|_| raw.is_object()), raw }
    }
}

/// The id of an object, even if the rest cannot be read; `None` if it has none.
pub fn id_of(object: &RawValue) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Object {
        id: String,
    }
    serde_json::from_str::<Object>(object.get()).ok().map(|object| object.id)
}

impl Page {
    /// The object after which the next page starts, if there is one.
    ///
    /// # Errors
    /// When there is a next page, but the last object has no id.
    pub fn next(&self) -> Result<Option<String>, StripeError> {
        if !self.has_more {
            return Ok(None);
        }
        let last = self.objects.last().and_then(|object| id_of(object));
        last.map(Some).ok_or_else(|| garbage(self.request_id.clone()))
    }
}

impl StripeClient {
    /// Sends a request for a list.
    ///
    /// # Errors
    /// As [`StripeClient::send`]; unreadable objects are not errors.
    pub(crate) async fn send_for_list<R: StripeRequest>(&self, request: &R) -> Result<Page, StripeError> {
        let answer = self.send(&Untyped(request)).await?;
        let page = read(&answer.body).map_err(|_| garbage(answer.request_id.clone()))?;
        Ok(Page { request_id: answer.request_id, ..page })
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

fn read(body: &[u8]) -> Result<Page, serde_json::Error> {
    #[derive(serde::Deserialize)]
    struct Answer {
        data: Vec<Box<RawValue>>,
        has_more: bool,
    }
    let Answer { data, has_more } = serde_json::from_slice(body)?;
    Ok(Page { objects: data, has_more, request_id: None })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::any_json::any_json;

    #[derive(miniserde::Deserialize)]
    struct Named {
        name: String,
    }

    #[test]
    fn one_that_cannot_be_read_is_there_without_its_value() {
        let list = json!({ "data": [{ "id": "x_1", "name": "one" }, { "id": "x_2" }, 7], "has_more": true });
        let page = read(list.to_string().as_bytes()).expect("a page");
        let objects: Vec<Listed<Named>> = page.objects.iter().map(|object| Listed::read(object)).collect();
        let names: Vec<_> = objects.iter().map(|object| object.value.as_ref().map(|it| it.name.as_str())).collect();
        assert_eq!(names, [Some("one"), None, None]);
        assert_eq!((objects[1].id(), objects[2].id()), (Some("x_2"), None));
        assert!(page.next().is_err(), "nobody knows where it goes on");
    }

    #[test]
    fn a_list_goes_on_after_an_object_however_deep() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let list = format!(r#"{{"data": [{{"deep": {deep}, "id": "x_1"}}], "has_more": true}}"#);
        let page = read(list.as_bytes()).expect("a page");
        assert_eq!(page.next().expect("a next page").as_deref(), Some("x_1"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn garbage_is_refused(bytes in any::<Vec<u8>>(), answer in any_json()) {
            let _ = read(&bytes);
            let page = read(answer.to_string().as_bytes());
            for object in page.iter().flat_map(|page| &page.objects) {
                let _ = Listed::<Named>::read(object);
            }
        }
    }
}
