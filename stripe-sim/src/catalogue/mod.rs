//! What Stripe has, whether it is simulated or not: addresses, parameters, what can be expanded, versions.
//!
//! The files are written by `conformance/catalogue.js` from the types of the official Node library, and held against
//! them by a test there. So "Stripe does not have this" and "this is not simulated" can be told apart.

mod expandable;
mod parameters;

pub(crate) use expandable::{Fields, fields_of};
pub(crate) use parameters::{Parameter, parameter};

/// An endpoint by its method and its address in the table of endpoints.
pub(crate) type Endpoint = (&'static str, &'static str);

const ENDPOINTS: &str = include_str!("endpoints.txt");

/// What an endpoint answers with: the names of the kinds of objects, and whether it is a list of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answers {
    kinds: &'static str,
}

impl Answers {
    pub fn is_list(self) -> bool {
        self.kinds.starts_with('[')
    }

    pub fn kinds(self) -> impl Iterator<Item = &'static str> {
        self.kinds.trim_matches(['[', ']']).split('|').filter(|kind| !kind.is_empty())
    }
}

/// The endpoint of Stripe's that has this address, `None` where Stripe has nothing there.
pub(crate) fn endpoint(method: &str, path: &str) -> Option<Answers> {
    let fits = |line: &&'static str| {
        let mut parts = line.split(' ');
        parts.next() == Some(method) && parts.next().is_some_and(|pattern| is_at(path, pattern))
    };
    let fixed = |line: &&'static str| !line.split(' ').nth(1).is_some_and(|pattern| pattern.ends_with('}'));
    // `/v1/invoices/upcoming` is no invoice of that name.
    let found = ENDPOINTS.lines().filter(fits).find(fixed).or_else(|| ENDPOINTS.lines().find(fits))?;
    Some(Answers { kinds: found.split(' ').nth(2).unwrap_or_default() })
}

/// Whether `path` is an address of the form `pattern`, in which any name in braces stands for an id.
fn is_at(path: &str, pattern: &str) -> bool {
    let (mut path, mut pattern) = (path.split('/'), pattern.split('/'));
    loop {
        match (path.next(), pattern.next()) {
            (None, None) => return true,
            (Some(segment), Some(expected)) if expected.starts_with('{') && !segment.is_empty() => {}
            (Some(segment), Some(expected)) if segment == expected => {}
            _ => return false,
        }
    }
}

/// Every version there is, the oldest first.
pub(crate) fn versions() -> impl Iterator<Item = &'static str> {
    include_str!("versions.txt").lines()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_with_what_it_answers() {
        let kinds =
            |method, path| endpoint(method, path).map(|it| (it.is_list(), it.kinds().collect::<Vec<_>>().join("|")));
        assert_eq!(kinds("GET", "/v1/subscriptions"), Some((true, "subscription".to_owned())));
        assert_eq!(kinds("POST", "/v1/subscriptions/sub_1/resume"), Some((false, "subscription".to_owned())));
        assert_eq!(kinds("POST", "/v1/charges"), Some((false, "charge".to_owned())));
        assert_eq!(kinds("POST", "/v1/invoices/create_preview"), Some((false, "invoice".to_owned())));
        for nothing in ["/v1/nothing", "/v1/subscriptions/", "/v1/subscriptions/a/b/c", "", "/v1"] {
            assert_eq!(kinds("GET", nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_parameter_is_found_however_deep() {
        let words = |name| parameter("POST", "/v1/subscriptions", name).map(|found| found.words().collect::<Vec<_>>());
        assert_eq!(words("on_behalf_of"), Some(Vec::new()));
        assert_eq!(words("items[0][discounts][3][coupon]"), Some(Vec::new()));
        assert_eq!(words("metadata[anything]"), Some(Vec::new()));
        assert!(words("collection_method").is_some_and(|words| words.contains(&"send_invoice")));
        for nothing in ["colour", "items[0][colour]", "items[price]x", "", "customer[name]"] {
            assert_eq!(words(nothing), None, "{nothing}");
        }
    }
}
