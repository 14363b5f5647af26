//! `healthcheck`, as a container's supervisor runs it: exit status 0 or 1, and one sentence.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
    time::{Duration, Instant},
};

use crate::{
    program, run,
    server::{Server, free_port},
    stripe::Ran,
};

fn ask(addr: &str) -> Ran {
    Ran::of(run(&["healthcheck"], &[("LEPTOS_SITE_ADDR", addr)]))
}

/// Status 1, nothing on standard output, and one line with these words.
fn unhealthy(addr: &str, words: &str) {
    let ran = ask(addr);
    assert!(ran.status == 1 && ran.out.is_empty(), "{ran:?}");
    assert!(ran.err.contains(words) && ran.err.lines().count() == 1, "{ran:?}");
}

/// A server that gives every connection this answer, and without one keeps it open.
fn answering(answer: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut held = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(answer.as_bytes());
            if answer.is_empty() {
                held.push(stream);
            }
        }
    });
    addr
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_ready_is_healthy_on_whatever_address_it_listens() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&mut program(&folder), free_port(), free_port()).await;
    for addr in [server.site.to_string(), format!("0.0.0.0:{}", server.site.port())] {
        let ran = ask(&addr);
        assert!(ran.status == 0 && ran.out.is_empty() && ran.err.is_empty(), "{addr}: {ran:?}");
    }
    let addr = server.site.to_string();
    server.stop();
    unhealthy(&addr, &format!("no server answers at {addr}"));
}

#[test]
fn a_server_that_is_not_ready_is_not_healthy() {
    let addr = answering("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    unhealthy(&addr.to_string(), "is not ready to serve: /readyz answers 503");
}

#[test]
fn a_server_that_does_not_answer_is_not_waited_for() {
    let began = Instant::now();
    unhealthy(&answering("").to_string(), "does not answer within 4 seconds");
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}
