//! A certified provider, `oidc-provider` of npm: see tests/provider/server.mjs. A test drives its pages as a browser
//! without scripts does.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::Value;

use crate::support::{Answer, Browser, CLIENT, CLIENT_SECRET};

/// Ends with the test.
pub struct Certified {
    pub issuer: String,
    process: Child,
}

impl Certified {
    /// Starts one for the site at this address; `None`, and says so, without Node or its packages.
    pub fn start(app_url: &str) -> Option<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/provider");
        if !folder.join("node_modules/oidc-provider").is_dir() {
            eprintln!("SKIPPED: the certified provider is not installed: npm ci --prefix tests/provider");
            return None;
        }
        let started = Command::new("node")
            .arg(folder.join("server.mjs"))
            .envs([("APP_URL", app_url), ("CLIENT_ID", CLIENT), ("CLIENT_SECRET", CLIENT_SECRET)])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut process) = started else {
            eprintln!("SKIPPED: the certified provider needs Node");
            return None;
        };
        let mut issuer = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut issuer).unwrap();
        Some(Self { issuer: issuer.trim().to_owned(), process })
    }

    /// Changes it, see server.mjs.
    pub async fn control(&self, asked: Value) -> Value {
        let answer = self.browser().post_body("/control", asked.to_string()).await;
        answer.json()
    }

    /// A browser that has never been there.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.issuer)
    }

    /// Signs in there, agrees, and is led back: the address of the site.
    pub async fn sign_in(&self, browser: &mut Browser, address: &str, login: &str) -> String {
        let mut at = address.to_owned();
        for _ in 0..12 {
            let answer = browser.get(&at).await;
            at = match answer.location() {
                Some(next) => next.to_owned(),
                None => self.agree(browser, &answer, login).await,
            };
            if at.contains("/oidc/callback") {
                return at;
            }
        }
        panic!("{login} is not led back: {at}");
    }

    /// Sends the page's form.
    async fn agree(&self, browser: &mut Browser, page: &Answer, login: &str) -> String {
        let action = form(page);
        let prompt = if page.body.contains("name=\"login\"") { "login" } else { "consent" };
        let fields = [("prompt", prompt), ("login", login), ("password", "any")];
        let answer = browser.post_from("/", &action, &fields).await;
        answer.location().unwrap_or_else(|| panic!("{answer:?}")).to_owned()
    }
}

/// Where the page's form leads.
pub fn form(page: &Answer) -> String {
    let form = page.body.split("action=\"").nth(1).unwrap_or_else(|| panic!("no form: {page:?}"));
    form.split('"').next().unwrap().to_owned()
}

impl Drop for Certified {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
