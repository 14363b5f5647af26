//! The site's files, with slow clients.

use std::{fs, time::Duration};

use reqwest::Method;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::TestApp;

/// As many large files as may be sent at a time.
const LARGE_FILES: usize = 64;

/// More than all buffers between the server and a client hold.
const LARGE: usize = 16 * 1024 * 1024;

/// Asks for the large file, and reads no more than its first byte.
async fn deaf(app: &TestApp) -> TcpStream {
    let mut stream = TcpStream::connect(app.url.trim_start_matches("http://")).await.unwrap();
    stream.write_all(b"GET /pkg/large.bin HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    assert_eq!(stream.read_u8().await.unwrap(), b'H');
    stream
}

#[tokio::test]
async fn those_who_do_not_read_their_file_use_up_no_descriptors_of_others() {
    let site = tempfile::tempdir().unwrap();
    fs::create_dir(site.path().join("pkg")).unwrap();
    fs::write(site.path().join("pkg/large.bin"), vec![b'x'; LARGE]).unwrap();
    fs::write(site.path().join("pkg/small.css"), "a{}").unwrap();
    let root = site.path().to_string_lossy().into_owned();
    let app = TestApp::start_configured("http://127.0.0.1:1/", |leptos, _| leptos.site_root = root.into()).await;
    let mut many = Vec::new();
    for _ in 0..LARGE_FILES {
        many.push(deaf(&app).await);
    }
    let mut browser = app.browser();
    assert_eq!(browser.get("/pkg/large.bin").await.status, 503);
    let small = browser.get("/pkg/small.css").await;
    assert_eq!((small.status.as_u16(), small.text()), (200, "a{}".to_owned()));
    many.pop();
    let freed = async {
        while browser.get("/pkg/large.bin").await.status != 200 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), freed).await.expect("its place is free again");
}

#[tokio::test]
async fn a_name_that_no_file_can_have_is_of_no_file() {
    let app = TestApp::start("http://127.0.0.1:1/").await;
    for method in [Method::GET, Method::HEAD] {
        for path in ["/%00", "/pkg/app.js%00", &format!("/{}", "x".repeat(300))] {
            let mut browser = app.browser();
            let request = browser.request(method.clone(), path);
            assert_eq!(browser.send(request).await.status, 404, "{method} {path}");
        }
    }
}
