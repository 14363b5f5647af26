//! What the simulator does not answer: hostile names, and other sites' pages.

use crate::common::Stripe;
use reqwest::{Method, StatusCode};
use serde_json::Value;
use std::process::Command;
use stripe_sim::{Options, Simulator};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn status(stripe: &Stripe, path: &str, host: &str) -> StatusCode {
    let request = stripe.http.get(stripe.url(path)).bearer_auth("sk_test_x").header("host", host);
    request.send().await.unwrap().status()
}

/// As it is, without what an HTTP client would add.
async fn raw(stripe: &Stripe, head: &str) -> String {
    let addr = stripe.sim.base_url().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let mut socket = TcpStream::connect(addr).await.unwrap();
    socket.write_all(format!("{head}\r\nConnection: close\r\n\r\n").as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn only_loopback_is_answered_to() {
    let stripe = Stripe::start().await;
    for path in ["/v1/customers", "/_sim/state", "/", "/assets/hosted.css", "/nothing"] {
        let expected = if path == "/nothing" { StatusCode::NOT_FOUND } else { StatusCode::OK };
        for host in
            ["127.0.0.1", "127.9.9.9:1", "[::1]:12111", "localhost", "LOCALHOST:80", "stripe.localhost", "localhost."]
        {
            assert_eq!(status(&stripe, path, host).await, expected, "{path} as {host}");
        }
        for host in [
            "evil.example",
            "127.0.0.1.evil.example:12111",
            "notlocalhost",
            "localhost.evil.example",
            "10.0.0.1",
            "[::2]",
        ] {
            assert_eq!(status(&stripe, path, host).await, StatusCode::MISDIRECTED_REQUEST, "{path} as {host}");
        }
    }
}

#[tokio::test]
async fn what_names_no_host_or_two_is_refused() {
    let stripe = Stripe::start().await;
    for head in [
        "GET /_sim/state HTTP/1.0",
        "GET /_sim/state HTTP/1.1",
        "GET /_sim/state HTTP/1.1\r\nHost: localhost\r\nHost: evil.example",
        "GET /_sim/state HTTP/1.1\r\nHost: localhost@evil.example",
        "GET /_sim/state HTTP/1.1\r\nHost: evil.example@localhost",
        "GET http://evil.example/_sim/state HTTP/1.1\r\nHost: localhost",
        "GET /_sim/state HTTP/1.1\r\nHost:",
    ] {
        let answer = raw(&stripe, head).await;
        assert!(answer.contains(" 400 "), "{head:?}: {answer}");
    }
    assert!(raw(&stripe, "GET /_sim/state HTTP/1.0\r\nHost: localhost").await.contains(" 200 "));
    assert!(raw(&stripe, "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example").await.contains(" 421 "));
}

#[tokio::test]
async fn a_refusal_says_why_and_what_to_do() {
    let stripe = Stripe::start().await;
    let ask = async |path: &str| -> Value {
        let request = stripe.http.get(stripe.url(path)).header("host", "stripe:12111");
        request.send().await.unwrap().json().await.unwrap()
    };
    for message in [&ask("/v1/customers").await["error"]["message"], &ask("/_sim/state").await["error"]] {
        assert!(message.as_str().unwrap().contains("start stripe-sim with --allow-host stripe"), "{message}");
    }
}

#[tokio::test]
async fn a_name_that_is_allowed_is_answered_to() {
    let allow_hosts = vec!["Stripe".to_owned(), "sim.test".to_owned(), "10.1.2.3".to_owned()];
    let options = Options { allow_hosts, ..Options::default() };
    let stripe = Stripe::around(Simulator::start_with(options).await.unwrap());
    for host in ["stripe:12111", "SIM.test", "sim.test.", "10.1.2.3:80", "localhost"] {
        assert_eq!(status(&stripe, "/v1/customers", host).await, StatusCode::OK, "{host}");
    }
    for host in ["evil.example", "sub.sim.test"] {
        assert_eq!(status(&stripe, "/v1/customers", host).await, StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
}

#[test]
fn what_is_no_name_is_not_allowed() {
    let program = Command::new(env!("CARGO_BIN_EXE_stripe-sim"))
        .args(["--addr", "127.0.0.1:0", "--allow-host", "stripe", "--allow-host", "http://stripe/"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&program.stderr);
    assert!(!program.status.success() && said.contains("is no name of a host"), "{said}");
}

#[tokio::test]
async fn other_sites_do_not_use_the_controls() {
    let stripe = Stripe::start().await;
    let base = stripe.sim.base_url();
    let own = base.trim_end_matches('/');
    let send = async |method: Method, path: &str, headers: &[(&str, &str)]| {
        let mut request = stripe.http.request(method, stripe.url(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap().status()
    };
    for headers in [
        [("sec-fetch-site", "cross-site")].as_slice(),
        &[("sec-fetch-site", "same-site"), ("origin", "http://127.0.0.1:3000")],
        &[("origin", "https://evil.example")],
        &[("origin", "http://127.0.0.1:3000")],
        &[("origin", "null")],
        &[("origin", own), ("sec-fetch-site", "cross-site")],
        &[("origin", own), ("origin", "https://evil.example")],
    ] {
        assert_eq!(send(Method::POST, "/_sim/reset", headers).await, StatusCode::FORBIDDEN, "{headers:?}");
        assert_eq!(send(Method::DELETE, "/_sim/faults", headers).await, StatusCode::FORBIDDEN, "{headers:?}");
    }
    for headers in [[].as_slice(), &[("origin", own), ("sec-fetch-site", "same-origin")], &[("sec-fetch-site", "none")]]
    {
        assert_eq!(send(Method::POST, "/_sim/reset", headers).await, StatusCode::OK, "{headers:?}");
    }
    // A link to what only reads.
    assert_eq!(send(Method::GET, "/_sim/clock", &[("sec-fetch-site", "cross-site")]).await, StatusCode::OK);
}
