//! Which cryptography TLS uses in this process: ring, for all that is linked into it.

/// To be called once before the first connection; doing it again changes nothing.
pub fn use_ring() {
    // An error only says that it was done before.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
