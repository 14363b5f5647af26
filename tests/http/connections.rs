//! The limits of connections: half-sent, idle or unread ones end by themselves, make room for
//! others, and do not delay a stop. The limits are short here; everything else has enough time.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Bytes,
    extract::ConnectInfo,
    routing::{get, post},
};
use customer_portal::{
    connections::{self, Limits},
    router,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

use crate::support::TestApp;

/// What takes longer never happens.
const PATIENCE: Duration = Duration::from_secs(20);

const SHORT: Duration = Duration::from_millis(400);

const HALF_A_HEAD: &[u8] = b"GET / HTTP/1.1\r\nhost: x\r\nx-a: ";
const HALF_A_BODY: &[u8] = b"POST /length HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf";
const WHOLE: &[u8] = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";
const SLOW: &[u8] = b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n";

struct Server {
    address: SocketAddr,
    stop: CancellationToken,
    task: JoinHandle<()>,
    /// A slow request has begun, and may be answered.
    begun: Arc<Notify>,
    go_on: Arc<Notify>,
}

/// Limits that no test meets by chance.
fn generous() -> Limits {
    Limits { head: PATIENCE * 2, idle: PATIENCE * 2, answer: PATIENCE * 2, blocked: PATIENCE * 2, connections: 100 }
}

impl Server {
    async fn start(limits: Limits) -> Self {
        let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let slow = {
            let (begun, go_on) = (begun.clone(), go_on.clone());
            async move || {
                begun.notify_one();
                go_on.notified().await;
                "done"
            }
        };
        let router = Router::new()
            .route("/", get(async || "hello"))
            .route("/slow", get(slow))
            .route("/large", get(async || vec![b'x'; 64 * 1024 * 1024]))
            .route("/length", post(async |body: Bytes| body.len().to_string()))
            .route("/peer", get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string()));
        Self { begun, go_on, ..Self::serve(router, limits).await }
    }

    async fn serve(router: Router, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, stop) = (listener.local_addr().unwrap(), CancellationToken::new());
        let task = tokio::spawn(connections::serve(listener, router, limits, stop.clone()));
        Self { address, stop, task, begun: Arc::default(), go_on: Arc::default() }
    }

    /// A connection over which these bytes were sent.
    async fn connect(&self, bytes: &[u8]) -> Client {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        Client(stream)
    }

    /// It stops, with nothing left to do.
    async fn stopped(self) {
        self.stop.cancel();
        tokio::time::timeout(PATIENCE, self.task).await.expect("it stops").unwrap();
    }
}

struct Client(TcpStream);

impl Client {
    async fn send(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).await.unwrap();
    }

    /// One answer with a body of known length; its head and its body.
    async fn answer(&mut self) -> (String, String) {
        tokio::time::timeout(PATIENCE, self.read_answer()).await.expect("it is answered")
    }

    async fn read_answer(&mut self) -> (String, String) {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            head.push(char::from(self.0.read_u8().await.unwrap()));
        }
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
        let mut body = vec![0; length.parse().unwrap()];
        self.0.read_exact(&mut body).await.unwrap();
        (head, String::from_utf8(body).unwrap())
    }

    /// Waits until the server has closed it without a word.
    async fn is_closed(&mut self) {
        let read = tokio::time::timeout(PATIENCE, self.0.read(&mut [0; 1])).await.expect("it is closed");
        assert!(matches!(read, Ok(0) | Err(_)), "{read:?}");
    }
}

#[tokio::test]
async fn a_head_has_its_time_however_it_drips_in() {
    let server = Server::start(Limits { head: SHORT, ..generous() }).await;
    let began = Instant::now();
    let mut client = server.connect(HALF_A_HEAD).await;
    let dripping = async {
        while client.0.write_all(b"x").await.is_ok() {
            tokio::time::sleep(SHORT / 10).await;
        }
    };
    tokio::time::timeout(PATIENCE, dripping).await.expect("it is given up");
    assert!(began.elapsed() >= SHORT);
}

#[tokio::test]
async fn a_connection_that_sends_nothing_is_closed() {
    let server = Server::start(Limits { head: SHORT, ..generous() }).await;
    let began = Instant::now();
    server.connect(b"").await.is_closed().await;
    assert!(began.elapsed() >= SHORT);
}

#[tokio::test]
async fn a_connection_is_kept_open_for_the_next_request_and_not_for_ever() {
    let server = Server::start(Limits { idle: SHORT, ..generous() }).await;
    let mut client = server.connect(WHOLE).await;
    for _ in 0..10 {
        assert_eq!(client.answer().await.1, "hello");
        client.send(WHOLE).await;
    }
    client.answer().await;
    let began = Instant::now();
    client.is_closed().await;
    assert!(began.elapsed() >= SHORT / 2, "from the answer on, which was read a little later");
}

#[tokio::test]
async fn the_next_head_of_a_kept_connection_has_its_time_too() {
    let server = Server::start(Limits { head: SHORT, ..generous() }).await;
    let mut client = server.connect(WHOLE).await;
    client.answer().await;
    client.send(HALF_A_HEAD).await;
    client.is_closed().await;
}

#[tokio::test]
async fn requests_that_are_sent_at_once_are_answered_in_turn() {
    let server = Server::start(generous()).await;
    let length = b"POST /length HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nfour";
    let mut client = server.connect(&[WHOLE, length, WHOLE].concat()).await;
    for expected in ["hello", "4", "hello"] {
        assert_eq!(client.answer().await.1, expected);
    }
}

#[tokio::test]
async fn an_answer_that_nobody_reads_is_given_up() {
    let server = Server::start(Limits { answer: SHORT, ..generous() }).await;
    let began = Instant::now();
    let _deaf = deaf(&server).await;
    server.stopped().await;
    assert!(began.elapsed() >= SHORT, "a stop waits for what is being answered");
}

/// Reads the beginning of a large answer, and nothing more.
async fn deaf(server: &Server) -> Client {
    let mut client = server.connect(b"GET /large HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert_eq!(client.0.read_u8().await.unwrap(), b'H', "the answer has begun");
    client
}

#[tokio::test]
async fn those_who_read_nothing_lock_nobody_out() {
    let server = Server::start(Limits { connections: 3, ..generous() }).await;
    let deaf = [deaf(&server).await, deaf(&server).await, deaf(&server).await];
    for _ in 0..3 {
        assert_eq!(server.connect(WHOLE).await.answer().await.1, "hello", "there is room");
    }
    drop(deaf);
}

#[tokio::test]
async fn those_who_read_nothing_hold_up_no_stop() {
    let server = Server::start(generous()).await;
    let _deaf = [deaf(&server).await, deaf(&server).await];
    let began = Instant::now();
    server.stopped().await;
    assert!(began.elapsed() < PATIENCE / 2, "not as long as a stop may take");
}

#[tokio::test]
async fn an_answer_that_is_read_slowly_is_sent_to_its_end() {
    let server = Server::start(Limits { blocked: SHORT, ..generous() }).await;
    let mut slow = server.connect(b"GET /large HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    let (began, mut read, mut part) = (Instant::now(), 0, vec![0; 1024 * 1024]);
    loop {
        match slow.0.read(&mut part).await.unwrap() {
            0 => break,
            more => read += more,
        }
        if began.elapsed() < SHORT * 2 {
            tokio::time::sleep(SHORT / 20).await;
        }
    }
    assert!(read > 64 * 1024 * 1024, "{read}");
}

#[tokio::test]
async fn a_head_without_end_is_refused() {
    let server = Server::start(generous()).await;
    let mut client = server.connect(HALF_A_HEAD).await;
    client.send("x".repeat(40_000).as_bytes()).await;
    let (head, _) = client.answer().await;
    assert!(head.starts_with("HTTP/1.1 431 "), "{head}");
}

#[tokio::test]
async fn the_one_that_has_waited_longest_makes_room() {
    let server = Server::start(Limits { connections: 3, ..generous() }).await;
    let mut first = server.connect(HALF_A_BODY).await;
    let mut second = server.connect(HALF_A_HEAD).await;
    let mut third = server.connect(WHOLE).await;
    assert_eq!(third.answer().await.1, "hello");
    let mut fourth = server.connect(WHOLE).await;
    assert_eq!(fourth.answer().await.1, "hello");
    first.is_closed().await;
    let mut fifth = server.connect(WHOLE).await;
    assert_eq!(fifth.answer().await.1, "hello");
    second.is_closed().await;
    third.send(WHOLE).await;
    assert_eq!(third.answer().await.1, "hello", "those who waited less are still there");
}

#[tokio::test]
async fn those_who_send_nothing_lock_nobody_out() {
    let server = Server::start(Limits { connections: 5, ..generous() }).await;
    let mut idle = Vec::new();
    for _ in 0..50 {
        idle.push(server.connect(HALF_A_HEAD).await);
    }
    assert_eq!(server.connect(WHOLE).await.answer().await.1, "hello");
}

#[tokio::test]
async fn what_is_being_answered_is_not_closed_to_make_room() {
    let server = Server::start(Limits { connections: 1, ..generous() }).await;
    let mut slow = server.connect(SLOW).await;
    server.begun.notified().await;
    let mut next = server.connect(WHOLE).await;
    assert!(tokio::time::timeout(SHORT, next.read_answer()).await.is_err(), "it waits");
    server.go_on.notify_one();
    assert_eq!(slow.answer().await.1, "done");
    assert_eq!(next.answer().await.1, "hello");
}

#[tokio::test]
async fn a_stop_closes_what_waits_and_finishes_what_is_being_answered() {
    let server = Server::start(generous()).await;
    let mut idle = server.connect(WHOLE).await;
    idle.answer().await;
    let mut waiting = vec![idle];
    for half in [b"" as &[u8], HALF_A_HEAD, HALF_A_BODY] {
        waiting.push(server.connect(half).await);
    }
    let mut slow = server.connect(SLOW).await;
    server.begun.notified().await;
    server.stop.cancel();
    for client in &mut waiting {
        client.is_closed().await;
    }
    server.go_on.notify_one();
    let (head, body) = slow.answer().await;
    assert!(head.contains("connection: close") && body == "done", "{head}");
    server.stopped().await;
}

#[tokio::test]
async fn a_stop_while_there_is_no_room_is_a_stop() {
    let server = Server::start(Limits { connections: 1, ..generous() }).await;
    let mut slow = server.connect(SLOW).await;
    server.begun.notified().await;
    let mut next = server.connect(WHOLE).await;
    server.stop.cancel();
    next.is_closed().await;
    server.go_on.notify_one();
    assert_eq!(slow.answer().await.1, "done");
    server.stopped().await;
}

#[tokio::test]
async fn the_clients_address_is_known() {
    let server = Server::start(generous()).await;
    let mut client = server.connect(b"GET /peer HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert_eq!(client.answer().await.1, client.0.local_addr().unwrap().to_string());
}

#[tokio::test]
async fn a_body_that_does_not_come_ends_with_the_time_of_its_request() {
    let app = TestApp::start("http://127.0.0.1:1/").await;
    let server = Server::serve(router::within(SHORT, app.state.clone()), generous()).await;
    for path in ["/api/login", "/api/portal", "/api/stripe/webhook"] {
        let head = format!("POST {path} HTTP/1.1\r\nhost: x\r\naccept: text/html\r\ncontent-length: 1000\r\n\r\n");
        let mut client = server.connect(head.as_bytes()).await;
        client.send(b"{").await;
        let (head, body) = client.answer().await;
        assert!(head.starts_with("HTTP/1.1 504 ") && body.contains("This took too long"), "{path}: {head}{body}");
        client.is_closed().await;
    }
}
