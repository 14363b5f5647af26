//! Users who sign in at the company's identity provider.

mod attacks;
mod certified;
mod outages;
mod people;
mod provider;
mod sign_out;
mod way_in;

use customer_portal::config::{OidcSettings, Product};
use serde_json::{Value, json};

use crate::support::{Answer, Browser, StubProvider, TestApp};

const NO_STRIPE: &str = "http://127.0.0.1:1/";

/// The site, and a provider that does what a test wants.
pub struct Site {
    pub provider: StubProvider,
    pub app: TestApp,
}

impl Site {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub async fn start_with(configure: impl FnOnce(&mut OidcSettings)) -> Self {
        let provider = StubProvider::start().await;
        provider.set(|it| it.claims = ada());
        let mut settings = provider.settings();
        configure(&mut settings);
        let app = TestApp::start_configured(NO_STRIPE, |_, site| {
            site.oidc = Some(settings);
            site.product = product("oidc");
        })
        .await;
        Self { provider, app }
    }

    /// Begins to sign in: the address at the provider to which the browser is led.
    pub async fn set_out(&self, browser: &mut Browser) -> String {
        let answer = browser.get("/oidc/start").await;
        assert_eq!(answer.status, 302, "{answer:?}");
        let location = answer.location().unwrap();
        assert!(location.starts_with(&format!("{}/auth?", self.provider.issuer)), "{location}");
        location.to_owned()
    }

    /// To the provider and back.
    pub async fn come_in(&self, browser: &mut Browser) -> Answer {
        let address = self.set_out(browser).await;
        browser.get(&self.provider.answer(&address)).await
    }

    /// Whoever comes in now is told this, and is nobody here.
    pub async fn refuses(&self, problem: &str, words: &str) {
        let mut browser = self.app.browser();
        let answer = self.come_in(&mut browser).await;
        assert_eq!(answer.location(), Some(format!("/login?problem={problem}").as_str()), "{answer:?}");
        assert_eq!(browser.cookie("session"), None);
        let page = browser.get(answer.location().unwrap()).await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains(words), "{}", page.text());
        assert!(page.body.contains("role=\"alert\"") && page.body.contains("/oidc/start"), "{}", page.body);
    }

    /// Whoever comes in now is this user.
    pub async fn signs_in(&self, email: &str) -> Browser {
        let mut browser = self.app.browser();
        let answer = self.come_in(&mut browser).await;
        assert_eq!(answer.location(), Some("/account"), "{answer:?}");
        let page = browser.get("/account").await;
        assert!(page.text().contains(email), "{email}: {}", page.text());
        browser
    }
}

/// What the provider says of Ada.
pub fn ada() -> Value {
    json!({ "email": "Ada@Example.com", "email_verified": true })
}

/// Where people sign in by these ways.
pub fn product(ways: &str) -> Product {
    Product { sign_in: ways.parse().unwrap(), ..Product::default() }
}
