//! Checks the identity provider: it answers, and is the one that is configured.

use ::oidc::ProviderError;

use crate::{
    doctor::{finding::Finding, installation::Installation},
    oidc,
};

const CHECK: &str = "provider";

pub(super) async fn check(installation: &Installation, findings: &mut Vec<Finding>) {
    let Some(settings) = &installation.oidc else { return };
    let issuer = &settings.issuer;
    findings.push(match oidc::reach(settings).await {
        Ok(()) => Finding::green(CHECK, format!("people sign in at {issuer}")),
        Err(error) => {
            let what = format!("nobody can sign in at the identity provider {issuer}: {error}");
            Finding::red(CHECK, what, remedy(error))
        }
    });
}

fn remedy(error: ProviderError) -> &'static str {
    match error {
        ProviderError::OtherIssuer => {
            "set OIDC_ISSUER to the issuer in the provider's discovery document, to the last slash"
        }
        ProviderError::NotHttps => "have the provider name only https addresses in its discovery document",
        _ => "check OIDC_ISSUER, and whether this machine reaches its /.well-known/openid-configuration",
    }
}
