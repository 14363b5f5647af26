//! The running program: the demo, a deployed folder, a restart.

use std::{
    net::{SocketAddr, TcpListener},
    process::{Child, Command},
    time::{Duration, Instant},
};

use reqwest::{Client, header, redirect::Policy};
use tempfile::TempDir;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{SECRET, TEST_KEY, WEBHOOK_SECRET, program};

/// A server with a folder, killed with the test if it has not been stopped.
pub struct Server {
    child: Child,
    pub site: SocketAddr,
    simulator: SocketAddr,
}

/// The pair to send back.
pub fn session_cookie(answer: &reqwest::Response) -> String {
    let cookies = answer.headers().get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap());
    let session = cookies.into_iter().find(|cookie| cookie.contains("session=")).unwrap();
    session.split(';').next().unwrap().to_owned()
}

pub fn free_port() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

impl Server {
    pub async fn start(command: &mut Command, site: SocketAddr, simulator: SocketAddr) -> Self {
        Self::start_as(&format!("http://{site}"), command, site, simulator).await
    }

    /// One of several, which visitors know by this address.
    pub async fn start_as(app_url: &str, command: &mut Command, site: SocketAddr, simulator: SocketAddr) -> Self {
        command
            .env("APP_URL", app_url)
            .env("LEPTOS_SITE_ADDR", site.to_string())
            .env("SIM_ADDR", simulator.to_string());
        let server = Self { child: command.spawn().unwrap(), site, simulator };
        let began = Instant::now();
        while reqwest::get(format!("http://{site}/readyz")).await.is_err() {
            assert!(began.elapsed() < Duration::from_secs(30), "the server does not come up");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        server
    }

    /// The number of its process.
    #[cfg(target_os = "linux")]
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// As the system stops it: with SIGTERM. It must end by itself, and well.
    pub fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    async fn get(&self, cookie: &str, path: &str) -> reqwest::Response {
        let http = Client::builder().redirect(Policy::none()).build().unwrap();
        http.get(format!("http://{}{path}", self.site)).header(header::COOKIE, cookie).send().await.unwrap()
    }

    async fn sign_in(&self) -> String {
        let http = Client::builder().redirect(Policy::none()).build().unwrap();
        let form = [("email", "demo@example.com"), ("password", "quiet-harbour-lamp")];
        let answer = http.post(format!("http://{}/api/login", self.site)).form(&form).send().await.unwrap();
        session_cookie(&answer)
    }

    async fn account(&self, cookie: &str) -> String {
        self.get(cookie, "/account").await.text().await.unwrap()
    }

    async fn stripe(&self, method: reqwest::Method, path: &str, form: &[(&str, &str)]) -> serde_json::Value {
        let url = format!("http://{}/v1/{path}", self.simulator);
        let request = Client::new().request(method, url).bearer_auth("sk_test_tests").form(form);
        request.send().await.unwrap().error_for_status().unwrap().json().await.unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn the_demo_survives_a_restart_on_both_sides() {
    let folder = tempfile::tempdir().unwrap();
    let (site, simulator) = (free_port(), free_port());
    let server = Server::start(&mut program(&folder), site, simulator).await;
    let cookie = server.sign_in().await;
    let page = server.account(&cookie).await;
    assert!(page.contains("Pro") && page.contains("Manage Subscription") && page.contains("Demo"), "{page}");

    let list = server.stripe(reqwest::Method::GET, "subscriptions", &[]).await;
    let id = list["data"][0]["id"].as_str().unwrap().to_owned();
    let cancel = [("cancel_at_period_end", "true")];
    server.stripe(reqwest::Method::POST, &format!("subscriptions/{id}"), &cancel).await;
    let began = Instant::now();
    while !server.account(&cookie).await.contains("Your plan is canceled and ends on") {
        assert!(began.elapsed() < Duration::from_secs(20), "the webhook does not arrive");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    server.stop();
    let secret = std::fs::read_to_string(folder.path().join("data/app-secret")).unwrap();

    let server = Server::start(&mut program(&folder), site, simulator).await;
    assert_eq!(std::fs::read_to_string(folder.path().join("data/app-secret")).unwrap(), secret, "kept");
    let page = server.account(&cookie).await;
    assert!(page.contains("Your plan is canceled and ends on"), "still signed in, still canceled: {page}");
    let list = server.stripe(reqwest::Method::GET, "subscriptions", &[]).await;
    assert_eq!(list["data"].as_array().unwrap().len(), 1, "the demo was not set up a second time");
    assert_eq!(list["data"][0]["id"], id.as_str());
    server.stop();
}

#[tokio::test]
async fn the_demo_mends_itself_when_the_simulators_state_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let (site, simulator) = (free_port(), free_port());
    Server::start(&mut program(&folder), site, simulator).await.stop();
    std::fs::remove_file(folder.path().join("data/demo.stripe-sim.json")).unwrap();
    let server = Server::start(&mut program(&folder), site, simulator).await;
    let cookie = server.sign_in().await;
    let http = Client::builder().redirect(Policy::none()).build().unwrap();
    let answer = http.post(format!("http://{site}/api/portal")).header(header::COOKIE, &cookie).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    server.stop();
}

#[tokio::test]
async fn only_the_demo_is_quiet_unless_asked() {
    for (is_demo, lines) in [(true, false), (false, true)] {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let mut command = program(&folder);
        command.env_remove("RUST_LOG").stderr(std::fs::File::create(&log).unwrap());
        if !is_demo {
            command.env("STRIPE_SECRET_KEY", "sk_test_x").env("STRIPE_WEBHOOK_SECRET", "whsec_x");
            command.env("STRIPE_API_BASE", "http://127.0.0.1:1/");
        }
        Server::start(&mut command, free_port(), free_port()).await.stop();
        let log = std::fs::read_to_string(&log).unwrap();
        assert_eq!(log.contains("serving"), lines, "{log}");
    }
}

#[tokio::test]
async fn the_audit_trail_is_kept_whatever_else_is_logged() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let mut command = program(&folder);
    command.env("RUST_LOG", "warn").stderr(std::fs::File::create(&log).unwrap());
    let server = Server::start(&mut command, free_port(), free_port()).await;
    let cookie = server.sign_in().await;
    let http = Client::builder().redirect(Policy::none()).build().unwrap();
    http.post(format!("http://{}/api/logout", server.site)).header(header::COOKIE, &cookie).send().await.unwrap();
    // Sent once more after an ordinary sign-out, and one that was never any.
    server.account(&cookie).await;
    server.account("session=nonsense").await;
    server.stop();
    let log = std::fs::read_to_string(log).unwrap();
    for event in ["sign_in", "sign_out"] {
        assert!(log.contains(&format!("audit.event=\"{event}\"")), "{event}: {log}");
    }
    assert!(!log.contains("suspicious"), "{log}");
}

/// What `make release` lays out: the program, `Leptos.toml`, `hash.txt` and `site/` side by side.
fn deployed() -> (TempDir, Command) {
    // On the same disk, for the link: a copy could not be run while another test, just starting a process,
    // holds the copy's file open ("Text file busy").
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::hard_link(env!("CARGO_BIN_EXE_customer-portal"), at("customer-portal")).unwrap();
    std::fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/Leptos.toml"), at("Leptos.toml")).unwrap();
    std::fs::create_dir_all(at("site/pkg")).unwrap();
    std::fs::write(at("hash.txt"), "js: aaa\nwasm: bbb\ncss: ccc\n").unwrap();
    std::fs::write(at("site/pkg/app.ccc.css"), "body { margin: 0 }").unwrap();
    let mut command = Command::new(at("customer-portal"));
    // From somewhere else: the files are found beside the program.
    command.env_clear().current_dir(std::env::temp_dir());
    (folder, command)
}

/// In production, on a Stripe that cannot be reached.
fn in_production(folder: &TempDir, command: &mut Command) {
    command
        .arg("serve")
        .env("LEPTOS_ENV", "PROD")
        .env("DATABASE_URL", format!("sqlite://{}/app.db", folder.path().display()))
        .env("APP_SECRET", SECRET)
        .env("SECURITY_CONTACT", "mailto:security@example.com")
        .env("STRIPE_API_BASE", "http://127.0.0.1:1/")
        .env("STRIPE_SECRET_KEY", TEST_KEY)
        .env("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET);
}

#[tokio::test]
async fn a_deployed_folder_runs_without_cargo() {
    let (folder, mut command) = deployed();
    in_production(&folder, &mut command);
    let server = Server::start(&mut command, free_port(), free_port()).await;
    let page = server.get("", "/login").await.text().await.unwrap();
    assert!(page.contains("/pkg/app.ccc.css") && !page.contains("Demo"), "{page}");
    let style = server.get("", "/pkg/app.ccc.css").await;
    assert_eq!(style.status(), 200);
    assert_eq!(style.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
    assert_security_txt(&server).await;
    let missing = server.get("", "/pkg/app.ddd.css").await;
    assert_eq!(missing.status(), 404);
    assert_ne!(missing.headers().get(header::CACHE_CONTROL), style.headers().get(header::CACHE_CONTROL));
    server.stop();
}

#[tokio::test]
async fn in_production_a_line_of_the_log_is_json_and_nobody_else_begins_one() {
    let (folder, mut command) = deployed();
    in_production(&folder, &mut command);
    let log = folder.path().join("log");
    command.stderr(std::fs::File::create(&log).unwrap());
    let server = Server::start(&mut command, free_port(), free_port()).await;
    server.get("", "/nowhere%0A%7B%22audit.event%22:%22sign_in%22%7D\\n?secret=1").await;
    server.stop();
    let text = std::fs::read_to_string(&log).unwrap();
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.iter().any(|line| line.to_string().contains("nowhere%0A")), "{text}");
    for line in &lines {
        assert!(
            OffsetDateTime::parse(line["timestamp"].as_str().unwrap(), &Rfc3339).unwrap().offset().is_utc(),
            "{line}"
        );
        assert!(line["audit.event"].is_null() && !line.to_string().contains("secret=1"), "{line}");
    }
}

/// As RFC 9116 wants it.
async fn assert_security_txt(server: &Server) {
    let answer = server.get("", "/.well-known/security.txt").await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/plain; charset=utf-8");
    let text = answer.text().await.unwrap();
    let field = |name: &str| {
        let mut values = text.lines().filter_map(|line| line.strip_prefix(&format!("{name}: ")));
        let value = values.next().unwrap_or_else(|| panic!("{name} in {text}"));
        assert_eq!(values.next(), None, "{name} twice in {text}");
        value
    };
    assert_eq!(field("Contact"), "mailto:security@example.com");
    assert_eq!(field("Preferred-Languages"), "en");
    assert_eq!(field("Canonical"), format!("http://{}/.well-known/security.txt", server.site));
    let valid = OffsetDateTime::parse(field("Expires"), &Rfc3339).unwrap() - clock::now();
    assert!((90..365).contains(&valid.whole_days()), "{text}");
}

#[test]
fn both_descriptions_of_the_site_agree() {
    let read = |file: &str| -> toml::Table {
        let text = std::fs::read_to_string(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        text.parse().unwrap()
    };
    let development = &read("Cargo.toml")["workspace"]["metadata"]["leptos"][0];
    let deployed = &read("Leptos.toml")["package"]["metadata"]["leptos"];
    let deployed = deployed.as_table().unwrap();
    assert!(deployed.contains_key("output-name"), "{deployed}");
    for (setting, value) in deployed {
        // A deployed folder has the site beside it, with content hashes in the files' names.
        if !["site-root", "hash-files"].contains(&setting.as_str()) {
            assert_eq!(development.get(setting), Some(value), "{setting}");
        }
    }
}
