//! Stores the client's address in the request, for counting and logging.

use std::net::SocketAddr;

use axum::{
    extract::ConnectInfo,
    http::{Extensions, HeaderMap, Request},
};

use crate::auth::{Client, ClientAddress, Device};

/// Adds the [`ClientAddress`] to the request: the connection's peer or, with a trusted proxy, the
/// address that the proxy saw.
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

/// Where a session begins, for ways in that count no guesses by the client.
pub fn client_of(headers: &HeaderMap, extensions: &Extensions) -> Client {
    let address = extensions.get::<ClientAddress>().copied().unwrap_or(ClientAddress::Unknown);
    Client { address, device: Device::of(headers), browser: None }
}
