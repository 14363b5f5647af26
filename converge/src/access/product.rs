//! The company's product: it asks any server about any account, and remembers what it was told. Answers have to agree
//! with each other, whatever happens meanwhile.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use reqwest::{Response, StatusCode};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::{
    policy::Policy,
    told::{Answer, Told},
};
use crate::{Outcome, servers::Program};

/// Between two questions.
const PAUSE: Duration = Duration::from_millis(10);

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(8);

/// As many former answers of an account are held against the present one.
const OTHERS: usize = 10;

#[derive(Clone)]
pub struct Product(Arc<Shared>);

struct Shared {
    http: reqwest::Client,
    key: String,
    servers: Vec<String>,
    accounts: Vec<String>,
    told: Mutex<Told>,
}

impl Product {
    /// Makes a key of the API, and asks about these accounts.
    pub async fn new(program: &Program, servers: Vec<String>, accounts: Vec<String>) -> Outcome<Self> {
        let (made, key) = program.output(&["key", "create", "--name", "product", "--scopes", "access:read"]).await?;
        if !made {
            return Err("no key of the API could be made".into());
        }
        let http = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build()?;
        let key = key.trim().to_owned();
        Ok(Self(Arc::new(Shared { http, key, servers, accounts, told: Mutex::default() })))
    }

    pub fn servers(&self) -> &[String] {
        &self.0.servers
    }

    /// How many answers there were.
    pub fn answers(&self) -> usize {
        self.told().number
    }

    /// The policy that was applied last.
    pub fn policy(&self) -> &'static Policy {
        self.told().rules.policy
    }

    /// Applies it; from then on every answer has to follow it. All servers are asked before, so that each knows other
    /// rules, and afterwards.
    pub async fn apply(&self, policy: &'static Policy, program: &Program) -> Outcome<()> {
        self.ask_all().await?;
        self.told().policy_changes();
        policy.apply(program).await?;
        self.told().policy_holds(policy);
        self.ask_all().await
    }

    async fn ask_all(&self) -> Outcome<()> {
        for server in &self.0.servers {
            for account in &self.0.accounts {
                self.ask(server, account, false).await?;
            }
        }
        Ok(())
    }

    /// Asks until told to stop; the first answer that does not agree with the others is the error.
    pub async fn ask_always(self, seed: u64, ended: CancellationToken) -> Outcome<()> {
        let mut random = StdRng::seed_from_u64(seed);
        while !ended.is_cancelled() {
            if let (Some(server), Some(account)) =
                (self.0.servers.choose(&mut random), self.0.accounts.choose(&mut random))
            {
                self.ask(server, account, random.random()).await?;
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }

    /// The first answer that was wrong, whoever asked.
    pub fn wrong(&self) -> Outcome<()> {
        self.told().wrong.take().map_or(Ok(()), |wrong| Err(wrong.into()))
    }

    /// Asks once; `None` if the server is gone or cannot answer now. `again` is to say which answer is known.
    pub async fn ask(&self, server: &str, account: &str, again: bool) -> Outcome<Option<Answer>> {
        let answer = self.ask_and_compare(server, account, again).await;
        if let Err(error) = &answer {
            self.told().wrong.get_or_insert_with(|| error.to_string());
        }
        answer
    }

    async fn ask_and_compare(&self, server: &str, account: &str, again: bool) -> Outcome<Option<Answer>> {
        let before = self.told().before(account);
        let mut request = self.0.http.get(format!("{server}/api/v1/access/{account}")).bearer_auth(&self.0.key);
        if let Some(etag) = before.last.etag.as_ref().filter(|_| again) {
            request = request.header("if-none-match", etag);
        }
        let Ok(response) = request.send().await else { return Ok(None) };
        let Some(answer) = self.read(account, response).await? else { return Ok(None) };
        self.told().note(account, &answer, &before)?;
        Ok(Some(answer))
    }

    /// By what other answers about the account than the present one were known; some of them.
    pub fn others(&self, account: &str, present: &Value) -> Vec<String> {
        let told = self.told();
        let of_account = told.answers.iter().filter(|(_, body)| body["account"] == account && *body != present);
        of_account.map(|(etag, _)| etag.clone()).take(OTHERS).collect()
    }

    /// Whether the server takes the answer of this ETag for the present one.
    pub async fn is_taken_for_present(&self, server: &str, account: &str, etag: &str) -> bool {
        let request = self.0.http.get(format!("{server}/api/v1/access/{account}")).bearer_auth(&self.0.key);
        let answer = request.header("if-none-match", etag).send().await;
        answer.is_ok_and(|answer| answer.status() == StatusCode::NOT_MODIFIED)
    }

    async fn read(&self, account: &str, response: Response) -> Outcome<Option<Answer>> {
        let status = response.status();
        let etag = response.headers().get("etag").and_then(|etag| etag.to_str().ok()).map(str::to_owned);
        match (status, etag) {
            (StatusCode::OK, Some(etag)) => {
                // The server may die in the middle.
                let Ok(mut body) = response.json::<Value>().await else { return Ok(None) };
                if let Some(fields) = body.as_object_mut() {
                    fields.remove("as_of");
                }
                Ok(Some(Answer { etag, body }))
            }
            (StatusCode::NOT_MODIFIED, Some(etag)) => {
                let body = self.told().answers.get(&etag).cloned();
                let body = body.ok_or_else(|| format!("{account}: 304 for {etag}, which nobody was told"))?;
                Ok(Some(Answer { etag, body }))
            }
            (StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT | StatusCode::TOO_MANY_REQUESTS, _) => {
                Ok(None)
            }
            (status, _) => Err(format!("{account}: asked what it may use, a server says {status}").into()),
        }
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.0.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
