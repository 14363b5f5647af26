//! How people come in, and where the company's product is.

use std::str::FromStr;

use clap::Args;
use url::Url;

use crate::config::{ReturnOrigins, return_origins::ReturnUrl};

/// The ways to sign in, from `SIGN_IN`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignInWays {
    /// With an address and a password, which also lets people sign up.
    pub password: bool,
    /// With a link or a code that is mailed, which also lets people sign up.
    pub link: bool,
    /// At the company's identity provider.
    pub oidc: bool,
    /// From the company's product.
    pub handover: bool,
}

impl FromStr for SignInWays {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
        let mut ways = Self::default();
        for name in names {
            *match name {
                "password" => &mut ways.password,
                "link" => &mut ways.link,
                "oidc" => &mut ways.oidc,
                "handover" => &mut ways.handover,
                _ => return Err("knows password, link, oidc and handover, separated by commas"),
            } = true;
        }
        if ways == Self::default() {
            Err("must name at least one of password, link, oidc and handover")
        } else {
            Ok(ways)
        }
    }
}

/// The most characters of a brand's name.
const LONGEST_NAME: usize = 60;

/// The name under which the company's customers know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrandName(String);

impl BrandName {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for BrandName {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = text.trim();
        let fits = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
        if fits { Ok(Self(name.to_owned())) } else { Err("must have 1 to 60 characters, and no control characters") }
    }
}

/// A page of the company's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HomeUrl(Url);

impl HomeUrl {
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The host's name or address.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

impl FromStr for HomeUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text).map_err(|_| "must be an absolute address such as https://www.example.com")?;
        let has_user = !url.username().is_empty() || url.password().is_some();
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() || has_user {
            return Err("must begin with https:// or http://, name a host, and hold no user name or password");
        }
        Ok(Self(url))
    }
}

/// How people come in, and where the product is.
#[derive(Args, Clone, Debug)]
pub struct SignInArgs {
    /// How people sign in: `password`, `link` (a link or a code by mail), `oidc` (the company's identity provider) and
    /// `handover` (from the product), separated by commas. The API hands users over whenever there is a key for it
    #[arg(long, env = "SIGN_IN", default_value = "password")]
    pub sign_in: SignInWays,

    /// The origins of the product, comma-separated, such as `https://app.example.com`: where a hand-over's `return_url`
    /// may lead
    #[arg(long, env = "RETURN_ORIGINS", default_value = "")]
    pub return_origins: ReturnOrigins,

    /// The product's front page. Where there are no passwords, the login page leads there
    #[arg(long, env = "HOME_URL")]
    pub home_url: Option<HomeUrl>,

    /// The name under which customers know the company
    #[arg(long, env = "BRAND_NAME")]
    pub brand_name: Option<BrandName>,
}

/// The same for pages and endpoints.
#[derive(Clone, Debug)]
pub struct Product {
    pub sign_in: SignInWays,
    pub return_origins: ReturnOrigins,
    pub home_url: Option<HomeUrl>,
    pub brand_name: Option<BrandName>,
}

impl Product {
    /// What a link to this address of the product says after "Back to": the company's name, else the host.
    pub fn name_of<'a>(&'a self, url: &'a ReturnUrl) -> &'a str {
        self.brand_name.as_ref().map_or_else(|| url.host(), BrandName::as_str)
    }
}

impl Default for Product {
    fn default() -> Self {
        Self {
            sign_in: SignInWays { password: true, ..SignInWays::default() },
            return_origins: ReturnOrigins::default(),
            home_url: None,
            brand_name: None,
        }
    }
}

impl From<SignInArgs> for Product {
    fn from(args: SignInArgs) -> Self {
        let SignInArgs { sign_in, return_origins, home_url, brand_name } = args;
        Self { sign_in, return_origins, home_url, brand_name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_in_that_is_not_known_is_refused() {
        let none = SignInWays::default();
        assert_eq!("password".parse(), Ok(SignInWays { password: true, ..none }));
        assert_eq!("handover, password".parse(), Ok(SignInWays { password: true, handover: true, ..none }));
        assert_eq!("handover".parse(), Ok(SignInWays { handover: true, ..none }));
        assert_eq!("link,oidc".parse(), Ok(SignInWays { link: true, oidc: true, ..none }));
        for text in ["", ",", "passwords", "handover,saml", "PASSWORD"] {
            assert!(text.parse::<SignInWays>().is_err(), "{text:?}");
        }
    }
}
