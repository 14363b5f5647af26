//! "Going live in five steps" in the README, executed in test mode: the commands are read from
//! there.

use std::time::{Duration, Instant};

use customer_portal::{
    account::{assign, only_account},
    auth::UserId,
};
use database::Database;
use mirror::Mirror;
use reqwest::{Client, StatusCode, header, redirect::Policy};
use serde_json::{Value, json};
use testkit::MailServer;

use crate::{
    SECRET,
    looks::snapshot,
    program,
    server::{Server, free_port, session_cookie},
    stripe::{Account, Ran},
};

/// What the section tells one to type, in order.
fn commands() -> Vec<Vec<String>> {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let section = readme.split("## Going live in five steps").nth(1).unwrap().split("\n## ").next().unwrap();
    assert_eq!((1..9).take_while(|step| section.contains(&format!("\n{step}. **"))).count(), 5, "five steps");
    let typed = section.lines().filter_map(|line| line.trim().strip_prefix("customer-portal "));
    typed.map(|line| line.split(' ').map(str::to_owned).collect()).collect()
}

/// The simulator has no live half, and there is nobody at the keyboard.
fn rehearsed(command: &[String]) -> Vec<&str> {
    let mut args: Vec<&str> = command.iter().map(String::as_str).filter(|arg| *arg != "--live").collect();
    if args.contains(&"apply") || args.contains(&"--fix") {
        args.push("--yes");
    }
    args
}

#[tokio::test(flavor = "multi_thread")]
async fn the_five_steps_of_the_readme_lead_to_a_portal_of_exactly_the_files_features() {
    let Some(mut mail) = MailServer::start().await else { return };
    let account = Account::open().await;
    let site = free_port();
    let commands = commands();
    let [ask, apply, fix, serve, ask_again] = commands.as_slice() else { panic!("{commands:?}") };
    assert_eq!((serve.as_slice(), ask_again), (["serve".to_owned()].as_slice(), ask));
    let dotenv = |more: &str| {
        let base = account.base();
        let text = format!(
            "LEPTOS_ENV=PROD\nAPP_URL=http://{site}\nAPP_SECRET={SECRET}\nSTRIPE_SECRET_KEY=rk_test_{}\nSTRIPE_API_BASE={base}\nSUPPORT_EMAIL=support@example.com\nSMTP_URL={}\nMAIL_FROM=billing@example.com\n{more}",
            "x".repeat(24),
            mail.url()
        );
        std::fs::write(account.folder.path().join(".env"), text).unwrap();
    };
    let run = |args: Vec<&str>| Ran::of(program(&account.folder).args(args).output().unwrap());

    dotenv("");
    account.control("portal_configuration", json!({ "default": false })).await;
    let red = run(rehearsed(ask));
    assert_eq!(red.status, 1, "{red:?}");
    for words in
        ["there is no data/customer-portal.db", "not configured", "Stripe has no endpoint", "cannot be reached"]
    {
        assert!(red.out.contains(words), "{words}: {red:?}");
    }

    let applied = run(rehearsed(apply));
    assert_eq!(applied.status, 0, "{applied:?}");

    let fixed = run(rehearsed(fix));
    let secret = fixed.out.lines().find(|line| line.starts_with("STRIPE_WEBHOOK_SECRET=whsec_")).unwrap();
    assert!(!fixed.err.contains("whsec_"), "it is printed, not logged: {fixed:?}");
    dotenv(secret);

    let server = Server::start(program(&account.folder).args(rehearsed(serve)), site, free_port()).await;
    let pricing = format!("http://{site}/pricing");
    let began = Instant::now();
    while !reqwest::get(&pricing).await.unwrap().text().await.unwrap().contains("Team") {
        assert!(began.elapsed() < Duration::from_secs(20), "the products are not fetched");
    }
    let green = run(rehearsed(ask_again));
    assert!(green.status == 0 && green.out.contains("Green: all is well."), "{green:?}");
    assert!(!green.out.contains("whsec_") && !green.out.contains("rk_test"), "{green:?}");
    snapshot("doctor_when_all_is_well", &green.out);

    let portal = open_portal(&account, site, &mut mail).await;
    let opened = account.all("billing_portal_sessions").await[0]["configuration"].clone();
    let made = account.configurations().await.into_iter().find(|one| one["metadata"]["customer_portal_toml"] == "main");
    let made = made.unwrap();
    assert_eq!(opened, made["id"]);
    let made = account.configuration(made["id"].as_str().unwrap()).await;
    assert_features_of(&account, &made["features"]);
    assert!(portal.contains("Manage your subscription"), "the headline of the file: {portal}");
    assert_eq!(run(vec!["portal", "plan"]).status, 0, "and its products");
    server.stop();
}

/// Feature by feature what the file says; products have other names there.
fn assert_features_of(account: &Account, features: &Value) {
    let file: Value = toml::from_str(&std::fs::read_to_string(account.file()).unwrap()).unwrap();
    for (name, options) in file["features"].as_object().unwrap() {
        for (option, wanted) in options.as_object().unwrap().iter().filter(|(option, _)| *option != "products") {
            let made = &features[name][option];
            let same = match wanted.as_object() {
                Some(fields) => fields.iter().all(|(field, wanted)| made[field] == *wanted),
                None => made == wanted,
            };
            assert!(same, "{name}.{option}: {made} is not {wanted}");
        }
    }
}

/// What a new customer sees who presses the button.
async fn open_portal(account: &Account, site: std::net::SocketAddr, mail: &mut MailServer) -> String {
    let http = Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
    let form = [("email", "ada@example.com"), ("password", "green-kettle-march")];
    let asked = http.post(format!("http://{site}/api/signup")).form(&form).send().await.unwrap();
    assert_eq!(asked.headers()[header::LOCATION], "/signup?mailed");
    // Whoever reads the mail elsewhere types the password again.
    let token = mail.next().await.token();
    let form = [("token", token.as_str()), ("password", "green-kettle-march")];
    let signed_up = http.post(format!("http://{site}/api/confirm_sign_up")).form(&form).send().await.unwrap();
    let cookie = session_cookie(&signed_up);
    let stripe_customer = account.post("customers", &[("email", "ada@example.com")]).await;
    let file = account.folder.path().join("data/customer-portal.db");
    let db = Database::connect(&format!("sqlite://{}", file.display()).parse().unwrap()).await.unwrap();
    let customer = stripe_customer["id"].as_str().unwrap().to_owned();
    let own = only_account(&db, UserId(1)).await.unwrap().unwrap();
    db.write_tx(async |transaction| {
        Mirror::adopt(transaction, &customer).await?;
        assign(transaction, &own, &customer, None).await
    })
    .await
    .unwrap();
    let pressed = http.post(format!("http://{site}/api/portal")).header(header::COOKIE, cookie).send().await.unwrap();
    assert_eq!(pressed.status(), StatusCode::OK);
    let url = pressed.json::<Value>().await.unwrap()["url"].as_str().unwrap().to_owned();
    reqwest::get(url).await.unwrap().text().await.unwrap()
}
