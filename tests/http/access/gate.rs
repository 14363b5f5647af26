//! "Gate a feature" in docs/ACCESS.md, followed literally.

use std::process::{Command, Output, Stdio};

use access::FeatureKey;
use customer_portal::account_access::{NewGrant, grant, revoke};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::Site;

const DOCUMENT: &str = include_str!("../../../docs/ACCESS.md");

const AXUM: &str = include_str!("../../../examples/product-axum/src/bin/gate.rs");

/// The only block of this language in "Gate a feature".
fn block(language: &str) -> &'static str {
    block_of("Gate a feature", language)
}

fn block_of(section: &str, language: &str) -> &'static str {
    let section = DOCUMENT.split("\n## ").find(|it| it.starts_with(section)).unwrap();
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

/// Addresses at which the site is not: nobody listens, the connection ends at once or hangs, and others answer.
async fn faulty() -> Vec<String> {
    let answers = [
        Some(""),
        None,
        Some("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n"),
        Some("HTTP/1.1 429 Too Many Requests\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n"),
        Some("HTTP/1.1 200 OK\r\ncontent-length: 5\r\netag: \"x\"\r\n\r\n<html"),
        Some("HTTP/1.1 200 OK\r\ncontent-length: 2\r\netag: \"x\"\r\n\r\n{}"),
        Some("HTTP/1.1 200 OK\r\ncontent-length: 3\r\netag: \"x\"\r\n\r\n\"x\""),
        Some("HTTP/1.1 200 OK\r\ncontent-length: 900\r\netag: \"x\"\r\n\r\n{\"features\":"),
    ];
    let mut addresses = vec!["http://127.0.0.1:9".to_owned()];
    for answer in answers {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        addresses.push(format!("http://{}", listener.local_addr().unwrap()));
        tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let mut request = [0; 4096];
                    let _ = connection.read(&mut request).await;
                    match answer {
                        Some(answer) => drop(connection.write_all(answer.as_bytes()).await),
                        None => std::future::pending().await,
                    }
                });
            }
        });
    }
    addresses
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
    let faulty = faulty().await;
    let program = format!(
        "{}\nconst say = async (...of) => console.log(JSON.stringify(await feature(...of)));
         const fails = async (...of) => feature(...of).then(() => process.exit(3), () => {{}});
         for (const name of ['api', 'api', 'reports', 'nothing']) await say('team-42', name);
         await fails('nobody', 'api');
         for (const away of {}) {{
           process.env.PORTAL_URL = away;
           await say('team-42', 'api');
           await fails('nobody', 'api');
         }}
         answers.get('team-42').features.api.until = '2020-01-01T00:00:00Z';
         await say('team-42', 'api');",
        block("js"),
        json!(faulty)
    );
    let Some(output) = run(&site, "node", &["--input-type=module", "--eval", &program]).await else { return };
    assert_eq!(said(&output), all_said(faulty.len()));
}

#[tokio::test(flavor = "multi_thread")]
async fn python_asks_again_with_what_it_knows() {
    let site = site().await;
    let faulty = faulty().await;
    let program = format!(
        r#"{}

def say(*of):
    print(json.dumps(feature(*of)))

def fails(*of):
    try:
        feature(*of)
    except Exception:
        return
    raise SystemExit(3)

for name in ["api", "api", "reports", "nothing"]:
    say("team-42", name)
fails("nobody", "api")
for away in {}:
    os.environ["PORTAL_URL"] = away
    say("team-42", "api")
    fails("nobody", "api")
answers["team-42"][1]["api"]["until"] = "2020-01-01T00:00:00Z"
say("team-42", "api")
"#,
        block("python"),
        json!(faulty)
    );
    let Some(output) = run(&site, "python3", &["-c", &program]).await else { return };
    assert_eq!(said(&output), all_said(faulty.len()));
}

/// Of `api` twice, of what is refused and what nobody has, of `api` while the site is away, and after its end.
fn all_said(away: usize) -> Vec<Value> {
    let (api, none) = (json!({ "granted": true }), json!({ "granted": false }));
    let refused = json!({ "granted": false, "reason": "not_offered" });
    let mut said = vec![api.clone(), api.clone(), refused, none.clone()];
    said.extend(vec![api; away]);
    said.push(none);
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn node_believes_a_signed_statement() {
    let site = site().await;
    let program = format!(
        "{}\nconst answer = await fetch(`${{process.env.PORTAL_URL}}/api/v1/access/team-42/token`, {{
           method: 'POST', headers: {{ Authorization: `Bearer ${{process.env.PORTAL_KEY}}` }} }});
         const {{ token }} = await answer.json();
         const {{ keys }} = await (await fetch(`${{process.env.PORTAL_URL}}/.well-known/jwks.json`)).json();
         console.log(JSON.stringify(claims(token, keys).features));
         const [head, , signature] = token.split('.');
         const body = Buffer.from(JSON.stringify({{ ...claims(token, keys), features: {{ sso: {{}} }} }}));
         console.log(JSON.stringify(claims([head, body.toString('base64url'), signature].join('.'), keys)));
         console.log(JSON.stringify(claims(token, [])));
         for (const none of ['', 'abc', head, `${{head}}.`]) if (claims(none, keys) !== null) process.exit(3);
         const {{ exp }} = claims(token, keys);
         Date.now = () => exp * 1000;
         console.log(JSON.stringify([claims(token, keys), claims(token, keys, true).features]));",
        block_of("Asking", "js")
    );
    let Some(output) = run(&site, "node", &["--input-type=module", "--eval", &program]).await else { return };
    let features = json!({ "api": {} });
    assert_eq!(said(&output), [features.clone(), json!(null), json!(null), json!([null, features])]);
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
    let again = reqwest::get(&address).await.unwrap().text().await.unwrap();
    let portal = site.app.url.clone();
    // Whoever still answered would refuse.
    revoke(&site.app.state.db, &team, &granted.feature, "over").await.unwrap();
    drop(site);
    let is_away = async { while reqwest::get(&portal).await.is_ok() {} };
    tokio::time::timeout(std::time::Duration::from_secs(20), is_away).await.expect("the site is gone");
    let while_away = reqwest::get(&address).await.unwrap().text().await.unwrap();
    product.kill().unwrap();
    product.wait().unwrap();
    assert_eq!([let_in, again, while_away], ["your reports"; 3]);
}
