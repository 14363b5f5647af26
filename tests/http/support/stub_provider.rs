//! An identity provider that signs whatever a test wants, also what a real one never would.

use std::sync::{Arc, Mutex};

use axum::{
    Form, Json, Router,
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use customer_portal::config::OidcSettings;
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use secrecy::SecretString;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use stripe::Authorities;
use tokio::net::TcpListener;
use url::Url;

pub const CLIENT: &str = "portal";
pub const CLIENT_SECRET: &str = "SECRETOFTHECLIENT";
pub const CODE: &str = "SECRETCODE";
const ACCESS_TOKEN: &str = "SECRETACCESSTOKEN";

/// A running provider; it ends with the test.
#[derive(Clone)]
pub struct StubProvider {
    pub issuer: String,
    behaviour: Arc<Mutex<Behaviour>>,
}

/// What it does, which a test changes.
pub struct Behaviour {
    pub key: Key,
    /// The key set.
    pub published: Value,
    /// Over the usual claims of the ID token; `null` removes one.
    pub claims: Value,
    /// The token instead of the one that is made.
    pub token: Option<String>,
    /// Over what is told for the access token.
    pub user_info: Value,
    /// Over the usual discovery document.
    pub discovery: Value,
    /// It answers everything with this.
    pub status: Option<StatusCode>,
    /// Paths that were asked for.
    pub asked: Vec<String>,
    /// Every ID token and access token that it gave.
    pub tokens: Vec<String>,
    /// What the browser was sent here with last: nonce, challenge, and where to.
    sent: (String, String, String),
}

/// A signing key.
pub struct Key {
    pair: EcdsaKeyPair,
    id: &'static str,
}

impl Key {
    pub fn new(id: &'static str) -> Self {
        let (algorithm, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        Self { pair: EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap(), id }
    }

    /// The key set with this key alone.
    pub fn published(&self) -> Value {
        let point = self.pair.public_key().as_ref();
        let part = |range| URL_SAFE_NO_PAD.encode::<&[u8]>(&point[range]);
        let key = json!({
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.id,
            "x": part(1..33), "y": part(33..65),
        });
        json!({ "keys": [key] })
    }

    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        let signed = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string())).join(".");
        let signature = self.pair.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

impl StubProvider {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let key = Key::new("first");
        let behaviour = Behaviour {
            published: key.published(),
            key,
            claims: json!({}),
            token: None,
            user_info: json!({}),
            discovery: json!({}),
            status: None,
            asked: Vec::new(),
            tokens: Vec::new(),
            sent: Default::default(),
        };
        let stub = Self { issuer, behaviour: Arc::new(Mutex::new(behaviour)) };
        let app = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(|State(stub): State<Self>| async move { Json(stub.set(|it| it.published.clone())) }))
            .route("/token", post(token))
            .route("/me", get(user_info))
            .layer(middleware::from_fn_with_state(stub.clone(), noted))
            .with_state(stub.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        stub
    }

    /// Reads or changes what it does.
    pub fn set<T>(&self, change: impl FnOnce(&mut Behaviour) -> T) -> T {
        change(&mut self.behaviour.lock().unwrap())
    }

    /// How often it was asked for this path.
    pub fn asked(&self, path: &str) -> usize {
        self.set(|it| it.asked.iter().filter(|asked| *asked == path).count())
    }

    /// How the site is configured for it.
    pub fn settings(&self) -> OidcSettings {
        OidcSettings {
            issuer: self.issuer.parse().unwrap(),
            client_id: CLIENT.to_owned(),
            client_secret: Some(SecretString::from(CLIENT_SECRET)),
            trust_email: false,
            role_claim: None,
            account_claim: None,
            authorities: Authorities::default(),
        }
    }

    /// Whoever arrives with this address signs in at once: the path of the site to which they are led back.
    pub fn answer(&self, address: &str) -> String {
        let url = Url::parse(address).unwrap();
        let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
        assert_eq!(url.path(), "/auth");
        let fixed = ["response_type", "client_id", "scope", "code_challenge_method"].map(value);
        assert_eq!(fixed, ["code", CLIENT, "openid email profile", "S256"]);
        self.set(|it| it.sent = (value("nonce"), value("code_challenge"), value("redirect_uri")));
        let back = Url::parse(&value("redirect_uri")).unwrap();
        format!("{}?code={CODE}&state={}", back.path(), value("state"))
    }
}

async fn noted(State(stub): State<StubProvider>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    match stub.set(|it| {
        it.asked.push(path);
        it.status
    }) {
        Some(status) => status.into_response(),
        None => next.run(request).await,
    }
}

async fn discovery(State(stub): State<StubProvider>) -> Json<Value> {
    let at = |path: &str| format!("{}/{path}", stub.issuer);
    let usual = json!({
        "issuer": stub.issuer,
        "authorization_endpoint": at("auth"), "token_endpoint": at("token"), "jwks_uri": at("keys"),
        "userinfo_endpoint": at("me"), "end_session_endpoint": at("end"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    });
    Json(stub.set(|it| over(usual, &it.discovery)))
}

/// Gives the code back only to who asked for it.
async fn token(State(stub): State<StubProvider>, headers: header::HeaderMap, form: Form<Value>) -> Response {
    use base64::engine::general_purpose::STANDARD;
    let basic = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{CLIENT_SECRET}")));
    let is_client = headers.get(header::AUTHORIZATION).is_some_and(|value| *value == *basic);
    let verifier = form["code_verifier"].as_str().unwrap_or_default();
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    let issuer = stub.issuer.clone();
    stub.set(|it| {
        let (nonce, asked, redirect_uri) = std::mem::take(&mut it.sent);
        let is_good = form["code"] == CODE && challenge == asked && form["redirect_uri"] == *redirect_uri;
        if !is_client || !is_good {
            return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
        }
        let now = clock::now_seconds();
        let usual = json!({ "iss": issuer, "sub": "ada", "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce });
        let header = json!({ "alg": "ES256", "typ": "JWT", "kid": it.key.id });
        let token = it.token.clone().unwrap_or_else(|| it.key.sign(&header, &over(usual, &it.claims)));
        it.tokens.extend([token.clone(), ACCESS_TOKEN.to_owned()]);
        Json(json!({ "access_token": ACCESS_TOKEN, "token_type": "Bearer", "id_token": token })).into_response()
    })
}

async fn user_info(State(stub): State<StubProvider>, headers: header::HeaderMap) -> Response {
    if headers.get(header::AUTHORIZATION).is_none_or(|value| value != &format!("Bearer {ACCESS_TOKEN}")) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let usual = |claims: &Value| json!({ "sub": claims.get("sub").unwrap_or(&"ada".into()) });
    Json(stub.set(|it| over(usual(&it.claims), &it.user_info))).into_response()
}

/// The members of the second over those of the first; `null` removes one.
fn over(mut usual: Value, change: &Value) -> Value {
    let members = usual.as_object_mut().unwrap();
    for (name, value) in change.as_object().unwrap() {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    usual
}
