//! Additional certificate authorities, beside the built-in ones: for a proxy that inspects TLS, or
//! for a private address of the API.

use std::fmt;

use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};

/// Certificate authorities to trust beside the built-in ones; none by default.
#[derive(Clone, Default)]
pub struct Authorities(Vec<CertificateDer<'static>>);

/// Why a text contains no authorities.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum AuthoritiesError {
    #[error("it contains no certificate; it must be in PEM form, with the line -----BEGIN CERTIFICATE-----")]
    NoCertificate,
    /// Counted from 1.
    #[error("its certificate number {0} cannot be read")]
    Unreadable(usize),
}

impl Authorities {
    /// The certificates of a PEM file. What else it contains is ignored.
    ///
    /// # Errors
    /// When there is none, or one that cannot be read.
    pub fn from_pem(pem: &[u8]) -> Result<Self, AuthoritiesError> {
        let mut certificates = Vec::new();
        let mut trial = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let unreadable = AuthoritiesError::Unreadable(certificates.len() + 1);
            let certificate = certificate.map_err(|_| unreadable)?;
            // Here instead of at the first call, where it would look as if the service were down.
            trial.add(certificate.clone()).map_err(|_| unreadable)?;
            certificates.push(certificate);
        }
        if certificates.is_empty() { Err(AuthoritiesError::NoCertificate) } else { Ok(Self(certificates)) }
    }

    /// These alone, each in DER, for other clients than Stripe's.
    pub fn der(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// The built-in authorities (Mozilla's) and these.
    pub(crate) fn roots(&self) -> RootCertStore {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        // They were read once, so none is left out.
        roots.add_parsable_certificates(self.0.iter().cloned());
        roots
    }
}

/// Their number: the bytes would fill a screen.
impl fmt::Debug for Authorities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authorities({})", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_is_refused() {
        let key = b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        for text in [b"".as_slice(), b"hello", &[0xff, 0xfe], key] {
            assert_eq!(Authorities::from_pem(text).unwrap_err(), AuthoritiesError::NoCertificate, "{text:?}");
        }
        for body in ["AAAA", "?", "-----END CERTIFICATE"] {
            let text = format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n");
            assert_eq!(Authorities::from_pem(text.as_bytes()).unwrap_err(), AuthoritiesError::Unreadable(1), "{body}");
        }
    }

    #[test]
    fn without_any_the_built_in_ones_are_trusted() {
        assert_eq!(Authorities::default().roots().len(), webpki_roots::TLS_SERVER_ROOTS.len());
    }
}
