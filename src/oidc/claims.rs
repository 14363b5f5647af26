//! The account and the role that the provider's own claims name.

use serde_json::{Map, Value};

use crate::{
    config::ClaimName,
    model::{ExternalId, Role},
};

/// The claim is there, and names no account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the account claim is no text of 1 to 200 characters")]
pub struct NoAccountClaim;

/// The company's id of the account; `None` without one.
pub fn account(claims: &Map<String, Value>, name: Option<&ClaimName>) -> Result<Option<ExternalId>, NoAccountClaim> {
    match name.and_then(|name| claims.get(name.as_str())) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(id)) => id.parse().map(Some).map_err(|_| NoAccountClaim),
        Some(_) => Err(NoAccountClaim),
    }
}

/// The role, of several the highest; what is no role makes a viewer. `None` if no claim is configured.
pub fn role(claims: &Map<String, Value>, name: Option<&ClaimName>) -> Option<Role> {
    let claim = claims.get(name?.as_str());
    let names: Vec<&str> = match claim {
        Some(Value::String(role)) => vec![role],
        Some(Value::Array(roles)) => roles.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let highest = [Role::Owner, Role::Billing].into_iter().find(|role| names.contains(&role.name()));
    Some(highest.unwrap_or(Role::Viewer))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn named(claim: Value) -> Map<String, Value> {
        Map::from_iter([("x".to_owned(), claim)])
    }

    fn x() -> ClaimName {
        "x".parse().expect("a name")
    }

    #[test]
    fn of_several_roles_the_highest_counts_and_what_is_none_is_a_viewer() {
        for (claim, expected) in [
            (json!("owner"), Role::Owner),
            (json!("billing"), Role::Billing),
            (json!(["viewer", "billing", "staff"]), Role::Billing),
            (json!(["billing", "owner"]), Role::Owner),
            (json!([["owner"], 1, null]), Role::Viewer),
            (json!("Owner"), Role::Viewer),
            (json!({ "owner": true }), Role::Viewer),
            (json!(true), Role::Viewer),
            (json!([]), Role::Viewer),
        ] {
            assert_eq!(role(&named(claim.clone()), Some(&x())), Some(expected), "{claim}");
        }
        assert_eq!(role(&Map::new(), Some(&x())), Some(Role::Viewer));
        assert_eq!(role(&named(json!("owner")), None), None);
    }

    #[test]
    fn an_account_is_named_by_text() {
        let read = |claim: Value| account(&named(claim), Some(&x())).map(|id| id.map(String::from));
        assert_eq!(read(json!("team-42")), Ok(Some("team-42".to_owned())));
        assert_eq!(read(Value::Null), Ok(None));
        for claim in [json!(42), json!(["team-42"]), json!(""), json!("acct_1"), json!("a\nb"), json!("a".repeat(201))]
        {
            assert_eq!(read(claim.clone()), Err(NoAccountClaim), "{claim}");
        }
        assert_eq!(account(&named(json!("team-42")), None), Ok(None));
    }
}
