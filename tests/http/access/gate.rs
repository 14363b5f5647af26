//! "Gate a feature" in docs/ACCESS.md, followed literally.

use std::process::{Command, Output, Stdio};

use access::FeatureKey;
use customer_portal::account_access::{NewGrant, grant};
use serde_json::{Value, json};

use super::Site;

const DOCUMENT: &str = include_str!("../../../docs/ACCESS.md");

const AXUM: &str = include_str!("../../../examples/product-axum/src/bin/gate.rs");

/// The section's only block of this language.
fn block(language: &str) -> &'static str {
    let section = DOCUMENT.split("\n## ").find(|section| section.starts_with("Gate a feature")).unwrap();
    let block = section.split_once(&format!("```{language}\n")).unwrap().1;
    block.split_once("```").unwrap().0
}

/// An account, `team-42`, that may use `api` and not `reports`, which the site knows.
async fn site() -> Site {
    let site = Site::start().await;
    let account = site.free_account().await;
    site.apply("free = [\"api\"]\n[features.reports]\nname = \"Reports\"").await;
    assert_eq!(site.access(&account).await["features"]["reports"]["granted"], false);
    site
}

/// Runs the program with the product's environment; `None` if it is not on this machine.
async fn run(site: &Site, program: &str, arguments: &[&str]) -> Option<Output> {
    let mut command = Command::new(program);
    command.args(arguments).envs([("PORTAL_URL", site.app.url.as_str()), ("PORTAL_KEY", &site.key)]);
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap();
    if output.is_err() {
        assert!(std::env::var_os("CI").is_none(), "{program} is not installed");
        eprintln!("SKIPPED: {program} is not installed");
    }
    output.ok()
}

fn said(output: &Output) -> Vec<Value> {
    let (said, complained) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}\n{complained}");
    said.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn curl_is_answered() {
    let site = site().await;
    let Some(output) = run(&site, "sh", &["-c", block("sh")]).await else { return };
    assert_eq!(said(&output)[0]["features"]["api"], json!({ "granted": true }));
}

#[tokio::test(flavor = "multi_thread")]
async fn node_asks_again_with_what_it_knows() {
    let site = site().await;
    let program = format!(
        "{}\nfor (const name of ['api', 'api', 'reports']) console.log(JSON.stringify(await feature('team-42', name)));
         process.env.PORTAL_URL = 'http://127.0.0.1:9';
         console.log(JSON.stringify(await feature('team-42', 'api')));
         await feature('nobody', 'api').then(() => process.exit(3), () => {{}});",
        block("js")
    );
    let Some(output) = run(&site, "node", &["--input-type=module", "--eval", &program]).await else { return };
    let api = json!({ "granted": true });
    assert_eq!(said(&output), [api.clone(), api.clone(), json!({ "granted": false, "reason": "not_offered" }), api]);
}

#[tokio::test(flavor = "multi_thread")]
async fn python_asks_again_with_what_it_knows() {
    let site = site().await;
    let program = format!(
        "{}\nfor name in ['api', 'api', 'reports']:\n    print(json.dumps(feature('team-42', name)))\n\
         os.environ['PORTAL_URL'] = 'http://127.0.0.1:9'\nprint(json.dumps(feature('team-42', 'api')))\n",
        block("python")
    );
    let Some(output) = run(&site, "python3", &["-c", &program]).await else { return };
    let api = json!({ "granted": true });
    assert_eq!(said(&output), [api.clone(), api.clone(), json!({ "granted": false, "reason": "not_offered" }), api]);
}

#[tokio::test(flavor = "multi_thread")]
async fn axum_lets_in_who_may() {
    assert!(AXUM.contains(block("rust").trim_end()), "the document shows what examples/product-axum has");
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_customer-portal")).with_file_name("gate");
    if !program.exists() {
        assert!(std::env::var_os("CI").is_none(), "{} is not built", program.display());
        eprintln!("SKIPPED: {} is not built; cargo build --package product-axum builds it", program.display());
        return;
    }
    let site = site().await;
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut product = Command::new(program)
        .envs([("PORTAL_URL", site.app.url.as_str()), ("PORTAL_KEY", &site.key), ("PORT", &port.to_string())])
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    let address = format!("http://127.0.0.1:{port}/reports");
    let listens = async { while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {} };
    tokio::time::timeout(std::time::Duration::from_secs(20), listens).await.unwrap();
    let refused = reqwest::get(&address).await.unwrap();
    assert_eq!(refused.status(), 402);
    let granted = NewGrant {
        feature: "reports".parse::<FeatureKey>().unwrap(),
        limit: None,
        until: None,
        reason: "a pilot".to_owned(),
    };
    let team = site.ask("team-42").await.json()["account"].as_str().unwrap().parse().unwrap();
    grant(&site.app.state.db, &team, &granted).await.unwrap();
    let let_in = reqwest::get(&address).await.unwrap().text().await.unwrap();
    product.kill().unwrap();
    product.wait().unwrap();
    assert_eq!(let_in, "your reports");
}
