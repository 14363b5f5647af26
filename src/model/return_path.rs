//! The page to show after signing in.

use std::{convert::Infallible, fmt, str::FromStr};

/// The page on which somebody who belongs to several accounts chooses one.
pub const CHOOSE_ACCOUNT: &str = "/account/choose";

/// The page of the account's members.
pub const MEMBERS: &str = "/account/members";

/// The page of what concerns the user alone: their address, and where they are signed in.
pub const SECURITY: &str = "/account/security";

/// The page on which the last owner deletes the account.
pub const DELETE_ACCOUNT: &str = "/account/delete";

/// A path on this site. Anything that could lead to another site becomes the account page, so that
/// a link to the login page cannot redirect people there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnPath(String);

impl ReturnPath {
    /// The path with its query.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A page to come back to after choosing a language, which may be the login page too.
    pub fn of_page(text: &str) -> Self {
        let is_page = is_local(text) && !["/api/", "/language/"].iter().any(|path| text.starts_with(path));
        if is_page { Self(text.to_owned()) } else { Self::default() }
    }

    /// The login page that returns to this path. The account page needs no parameter: it is the
    /// default.
    pub fn login_url(&self) -> String {
        if *self == Self::default() {
            return "/login".to_owned();
        }
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", &self.0).finish();
        format!("/login?{query}")
    }
}

impl Default for ReturnPath {
    fn default() -> Self {
        Self("/account".to_owned())
    }
}

impl FromStr for ReturnPath {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let dead_end = ["/login", "/signup", "/api/"].iter().any(|path| text.starts_with(path));
        Ok(if is_local(text) && !dead_end { Self(text.to_owned()) } else { Self::default() })
    }
}

/// Browsers read "//host" and "/\host" as another site. Graphic ASCII only: other characters are not allowed in a
/// Location header.
fn is_local(text: &str) -> bool {
    text.strip_prefix('/').is_some_and(|rest| !rest.starts_with(['/', '\\']))
        && text.len() <= 2048
        && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

impl fmt::Display for ReturnPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> ReturnPath {
        text.parse().unwrap_or_else(|never: Infallible| match never {})
    }

    #[test]
    fn stays_on_this_site() {
        for text in ["/pricing", "/account?from=portal", "/"] {
            assert_eq!(parse(text).as_str(), text);
        }
        for text in [
            "",
            "account",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\r\nX: y",
            "/a\\b",
            "/ä",
            "/login?next=/login",
        ] {
            assert_eq!(parse(text), ReturnPath::default(), "{text:?}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn whatever_is_asked_for_it_stays_on_this_site(
            text in proptest::prop_oneof![".*", "/[/\\\\\t\r\n:@a-z.%?#]{0,20}", "[a-z]{0,6}:?[/\\\\]{0,4}[a-z.:@]{0,12}"]
        ) {
            let site = url::Url::parse("https://billing.example.com").expect("valid");
            let path = parse(&text);
            let there = site.join(path.as_str()).expect("an address");
            proptest::prop_assert_eq!(there.origin(), site.origin());
            proptest::prop_assert!(http::HeaderValue::from_str(path.as_str()).is_ok());
            proptest::prop_assert!(site.join(&path.login_url()).is_ok_and(|login| login.path() == "/login"));
        }
    }

    #[test]
    fn names_the_way_back_only_where_it_is_not_the_usual_one() {
        assert_eq!(ReturnPath::default().login_url(), "/login");
        assert_eq!(parse("/account?a=1&b=2").login_url(), "/login?next=%2Faccount%3Fa%3D1%26b%3D2");
    }
}
