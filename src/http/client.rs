//! Notes where a request comes from, for whatever counts or logs by it.

use std::net::SocketAddr;

use axum::{extract::ConnectInfo, http::Request};

use crate::auth::ClientAddress;

/// Puts the [`ClientAddress`] into the request: the other end of the connection, or, where a proxy is the
/// only way in, what that proxy saw.
pub fn with_client_address<B>(mut request: Request<B>, trust_proxy: bool) -> Request<B> {
    let address = if trust_proxy {
        ClientAddress::forwarded(request.headers())
    } else {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        peer.map_or(ClientAddress::Unknown, |ConnectInfo(peer)| ClientAddress::of_peer(*peer))
    };
    request.extensions_mut().insert(address);
    request
}
