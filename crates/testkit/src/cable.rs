//! The network between the app and its database, which tests can break.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, tcp},
    sync::watch,
};
use url::Url;

/// What the network does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    Works,
    /// The server is gone: existing and new connections are closed.
    Refuses,
    /// Nothing arrives and no error is reported, like a pulled cable or a machine without power.
    Swallows,
    /// Works, but existing connections stay silent for ever, like after a failover to a standby
    /// with the same address.
    Changed,
}

/// A TCP proxy with a changeable network.
pub struct Cable {
    address: SocketAddr,
    network: watch::Sender<Network>,
}

impl Cable {
    /// A cable to the host and port of the address.
    pub async fn to(server: &Url) -> Self {
        let target = (server.host_str().unwrap().to_owned(), server.port().unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (network, state) = watch::channel(Network::Works);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(connect(near, target.clone(), state.clone()));
            }
        });
        Self { address, network }
    }

    /// The same address through the cable.
    pub fn through(&self, server: &Url) -> Url {
        let mut url = server.clone();
        url.set_port(Some(self.address.port())).unwrap();
        url
    }

    /// Changes the state of the network.
    pub fn becomes(&self, network: Network) {
        self.network.send_replace(network);
    }
}

async fn connect(near: TcpStream, target: (String, u16), mut state: watch::Receiver<Network>) {
    let Ok(now) = state.wait_for(|now| *now != Network::Swallows).await.map(|now| *now) else { return };
    if now == Network::Refuses {
        return;
    }
    let Ok(far) = TcpStream::connect(target).await else { return };
    let (near_in, near_out) = near.into_split();
    let (far_in, far_out) = far.into_split();
    tokio::select! {
        () = carry(near_in, far_out, now, state.clone()) => {}
        () = carry(far_in, near_out, now, state.clone()) => {}
        _ = state.wait_for(|now| *now == Network::Refuses) => {}
    }
}

/// Data sent while the network swallowed arrives late, like a retransmission.
async fn carry(
    mut from: tcp::OwnedReadHalf,
    mut to: tcp::OwnedWriteHalf,
    works: Network,
    mut state: watch::Receiver<Network>,
) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        if state.wait_for(|now| *now == works).await.is_err() || to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}
