//! "Put it in front of your product" in the README, followed literally.

use std::process::{Command, Output};

use customer_portal::config::Product;

use super::{Site, follow};

const README: &str = include_str!("../../../README.md");

/// The section's blocks of this language, in their order.
fn blocks(language: &str) -> Vec<String> {
    let section = README.split("\n## ").find(|section| section.starts_with("Put it in front of your product")).unwrap();
    let opening = format!("```{language}\n");
    let parts = section.split(&opening).skip(1);
    parts
        .map(|part| part.split("```").next().unwrap().lines().map(str::trim_start).collect::<Vec<_>>().join("\n"))
        .collect()
}

/// What the block for `.env` makes of the product.
fn product(env: &str) -> Product {
    let value = |name: &str| env.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('=')).unwrap();
    Product {
        sign_in: value("SIGN_IN").parse().unwrap(),
        return_origins: value("RETURN_ORIGINS").parse().unwrap(),
        home_url: Some(value("HOME_URL").parse().unwrap()),
        brand_name: Some(value("BRAND_NAME").parse().unwrap()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_five_steps_lead_a_customer_to_their_plan() {
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("SKIPPED: curl is not installed");
        return;
    }
    let steps = blocks("sh");
    let [env, key, link, ask] = steps.as_slice() else { panic!("{steps:?}") };
    assert!(blocks("js")[0].contains(".url"), "the last step is the redirect");
    let site = Site::start_as(product(env)).await;
    site.app.leaves_jobs(["customer"]);
    let (customer, _) = site.stripe.subscriber("Pro").await;
    site.stripe.post(&format!("customers/{customer}"), &[("metadata[user_id]", "team-42")]).await;

    let program = std::path::Path::new(env!("CARGO_BIN_EXE_customer-portal")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let script = format!("set -eu\n{key}{link}{ask}").replace("https://billing.example.com", &site.app.url);
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(&script).env_clear().envs([
        ("PATH", path.as_str()),
        ("DATABASE_URL", site.app.database().expose()),
        ("STRIPE_SECRET_KEY", "sk_test_app"),
        ("STRIPE_API_BASE", &site.stripe.base()),
    ]);
    let Output { status, stdout, stderr } = tokio::task::spawn_blocking(move || shell.output().unwrap()).await.unwrap();
    let (said, complained) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "{script}\n{said}\n{complained}");
    assert!(said.contains("1 would be linked") && said.contains("1 linked, 0 were"), "{said}");
    let answer: serde_json::Value = serde_json::from_str(said.lines().last().unwrap()).unwrap();
    let url = answer["url"].as_str().unwrap();

    let mut browser = site.app.browser();
    assert_eq!(follow(&mut browser, url).await.location(), Some("/account"));
    let page = browser.get("/account").await;
    assert!(page.text().contains("Current Plan Pro $12.00 per month Status Active"), "{}", page.text());
    assert!(page.text().contains("Back to Example"), "{}", page.text());
    assert!(page.body.contains("href=\"https://app.example.com/settings\""), "{}", page.body);
    let portal = browser.post("/api/create_portal_session", &[]).await;
    assert!(portal.location().unwrap().contains("/p/session/"), "{portal:?}");
}

#[test]
fn each_example_has_at_most_thirty_lines() {
    for (name, source) in [
        ("Express", include_str!("../../../examples/product-express/server.mjs")),
        ("Flask", include_str!("../../../examples/product-flask/app.py")),
        ("axum", include_str!("../../../examples/product-axum/src/main.rs")),
    ] {
        assert!(source.lines().count() <= 30, "{name}: {}", source.lines().count());
    }
}
