//! What a token says.

use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::model::AccountId;

/// How long after `iat` a token may be trusted at most, in seconds. As long, and a day, its key stays published.
pub const LONGEST_TRUST: i64 = 7 * 24 * 60 * 60;

/// What a token says; times are Unix seconds.
#[derive(Clone, Debug, Serialize)]
pub struct Claims {
    /// Further claims. None of them replaces one of those below: what is written later counts.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
    /// Who says it: `APP_URL`.
    pub iss: String,
    /// Whom it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aud: Option<String>,
    /// Of which account.
    pub sub: AccountId,
    pub iat: i64,
    /// When the product should ask again.
    pub exp: i64,
    /// When it is not believed any more, even if the site is away: at most [`LONGEST_TRUST`] after `iat`.
    pub hard_exp: i64,
    pub jti: Uuid,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn no_further_claim_replaces_one_of_the_site() {
        let Value::Object(rest) = json!({ "iss": "evil", "sub": "acct_0", "exp": 9, "plan": "pro" }) else {
            unreachable!()
        };
        let sub = AccountId::random();
        let claims = Claims {
            rest,
            iss: "https://billing.example.com".to_owned(),
            aud: None,
            sub: sub.clone(),
            iat: 1,
            exp: 2,
            hard_exp: 3,
            jti: Uuid::nil(),
        };
        let written = serde_json::to_value(&claims).expect("JSON");
        let wanted = json!({
            "iss": "https://billing.example.com", "sub": sub, "iat": 1, "exp": 2, "hard_exp": 3, "jti": Uuid::nil(),
            "plan": "pro",
        });
        assert_eq!(written, wanted);
    }
}
