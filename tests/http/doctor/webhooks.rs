//! The webhook endpoint, and the events that came or did not.

use super::*;

#[tokio::test]
async fn an_endpoint_that_is_missing_off_or_told_too_little() {
    let clinic = Clinic::open().await;
    let id = clinic.endpoint().await;
    for (edit, level, words, fix) in [
        (json!({ "disabled": true }), Level::Red, "is disabled", Fix::Mend { id: id.clone() }),
        (
            json!({ "enabled_events": ["customer.subscription.updated"] }),
            Level::Red,
            "does not receive charge.dispute.closed, ",
            Fix::Mend { id: id.clone() },
        ),
        (
            json!({ "enabled_events": ["*"] }),
            Level::Yellow,
            "events that are not handled",
            Fix::Mend { id: id.clone() },
        ),
        (
            json!({ "url": "https://elsewhere.example/hook" }),
            Level::Red,
            "Stripe has no endpoint at http://127.0.0.1",
            Fix::Register { url: format!("{}/api/stripe/webhook", clinic.app.url) },
        ),
    ] {
        clinic.stripe.control(&format!("objects/{id}"), edit).await;
        clinic.finds(level, "webhook", words).await;
        assert_eq!(doctor::needed(&clinic.installation).await.unwrap(), Some(fix.clone()));
        let secret = doctor::carry_out(&clinic.installation, &fix).await.unwrap();
        assert_eq!(secret.is_some(), matches!(fix, Fix::Register { .. }));
        assert_eq!(clinic.examine().await.verdict(), Level::Green, "{words}");
        assert_eq!(doctor::needed(&clinic.installation).await.unwrap(), None);
    }
    let url = format!("{}/api/stripe/webhook", clinic.app.url);
    clinic.stripe.post("webhook_endpoints", &[("url", &url), ("enabled_events[]", "*")]).await;
    clinic.finds(Level::Yellow, "webhook", "every event comes several times").await;
}

#[tokio::test]
async fn an_endpoint_below_those_of_others_is_found() {
    let clinic = Clinic::open().await;
    clinic.stripe.control("unkind", json!({ "longest_page": 1 })).await;
    let other = [("url", "https://other.example/webhook"), ("enabled_events[]", "*")];
    clinic.stripe.post("webhook_endpoints", &other).await;
    let report = clinic.examine().await;
    let missing = report.findings.iter().any(|finding| finding.what.contains("Stripe has no endpoint"));
    assert!(!missing, "{report:#?}");
    assert_eq!(doctor::needed(&clinic.installation).await.unwrap(), None);
}

#[tokio::test]
async fn an_endpoint_in_another_version_is_replaced() {
    let mut clinic = Clinic::open().await;
    let id = clinic.endpoint().await;
    let base = clinic.stripe.base();
    let older = proxy(&base, |_, body| {
        // Only what is listed: what is made answers as it is.
        if body.contains("\"list\"") {
            *body = body.replace("\"api_version\":\"2026-09-30.endive\"", "\"api_version\":\"2024-06-20\"");
        }
    });
    let older = older.await;
    clinic.behind(&older);
    clinic.finds(Level::Yellow, "webhook", "uses 2024-06-20, not 2026-09-30.endive").await;
    let fix = doctor::needed(&clinic.installation).await.unwrap().unwrap();
    let url = format!("{}/api/stripe/webhook", clinic.app.url);
    assert_eq!(fix, Fix::Replace { url: url.clone(), id: id.clone() });
    assert!(doctor::carry_out(&clinic.installation, &fix).await.unwrap().is_some(), "a new secret");
    let endpoints = clinic.stripe.state().await["webhook_endpoints"].clone();
    let enabled: Vec<_> = endpoints.as_array().unwrap().iter().filter(|one| one["status"] == "enabled").collect();
    assert_eq!((enabled.len(), &enabled[0]["url"]), (1, &json!(url)));
    assert_ne!(enabled[0]["id"], json!(id));

    let unpinned = proxy(&base, |_, body| {
        *body = body.replace("\"api_version\":\"2026-09-30.endive\"", "\"api_version\":null");
    });
    let unpinned = unpinned.await;
    clinic.behind(&unpinned);
    clinic.finds(Level::Yellow, "webhook", "uses the account's default version").await;
}

#[tokio::test]
async fn a_secret_that_the_running_site_does_not_have() {
    let mut clinic = Clinic::open().await;
    let secrets = |text: &str| WebhookSecret::parse_list(text).map_err(|_| unreachable!());
    clinic.installation.webhook_secrets = secrets("whsec_other");
    clinic.finds(Level::Red, "webhook", "rejects a signed event").await;
    clinic.installation.webhook_secrets = secrets("whsec_test,whsec_other");
    clinic.finds(Level::Red, "webhook", "(number 2 of STRIPE_WEBHOOK_SECRET)").await;
    clinic.installation.webhook_secrets = secrets("");
    clinic.finds(Level::Red, "webhook", "STRIPE_WEBHOOK_SECRET is not set").await;
}

#[tokio::test]
async fn events_that_stripe_could_not_deliver() {
    let mut clinic = Clinic::open().await;
    // Stripe's endpoint has a secret of its own, and the site was started with another.
    clinic.stripe.customer().await;
    clinic.stripe.post("products/prod_pro", &[("name", "Pro, renamed")]).await;
    assert_eq!(clinic.examine().await.verdict(), Level::Green, "that is under way");
    let base = clinic.stripe.base();
    let an_hour_later = proxy(&base, |_, body| {
        let Ok(mut list) = serde_json::from_str::<serde_json::Value>(body) else { return };
        if list["url"] == "/v1/events" {
            for event in list["data"].as_array_mut().unwrap() {
                event["created"] = (event["created"].as_i64().unwrap() - 3600).into();
            }
            *body = list.to_string();
        }
    });
    let an_hour_later = an_hour_later.await;
    clinic.behind(&an_hour_later);
    clinic.finds(Level::Yellow, "webhook", "Stripe could not deliver 2 events of the last day").await;
    // Once they are here, it was another endpoint that Stripe could not deliver them to.
    clinic.app.state.reconciler.run_passes().await.unwrap();
    clinic.app.work().await;
    assert_eq!(clinic.examine().await.verdict(), Level::Green);
}

#[tokio::test]
async fn of_more_refused_events_than_are_looked_at_it_says_how_many_were() {
    let clinic = Clinic::open().await;
    clinic.stripe.control("unkind", json!({ "other_endpoint_fails": true, "longest_page": 1 })).await;
    for _ in 0..11 {
        clinic.stripe.customer().await;
    }
    let report = clinic.examine().await;
    let words = "none of the newest 10 undelivered events of the account is missing here";
    assert!(report.findings.iter().any(|finding| finding.what == words), "{report:#?}");
}

#[tokio::test]
async fn events_that_nobody_works_on() {
    let clinic = Clinic::open().await;
    clinic.app.leaves_jobs(["customer"; 3]);
    let now = clock::now_seconds();
    for (id, minutes, level, words) in [
        ("evt_1", 5, Level::Green, ""),
        ("evt_2", 20, Level::Yellow, "1 events wait to be processed, the oldest for 20 minutes, last error: no luck"),
        ("evt_3", 90, Level::Red, "2 events wait to be processed, the oldest for 90 minutes"),
    ] {
        let event = stripe_event::ActiveModel {
            id: Set(id.to_owned()),
            kind: Set("customer.deleted".to_owned()),
            received_at: Set(now - minutes * 60),
            created_at: Set(now),
            payload: Set("{}".to_owned()),
            state: Set(stripe_event::State::Pending),
            object: Set(Some(StripeObject::Customer(id.to_owned()))),
            ..Default::default()
        };
        stripe_event::Entity::insert(event).exec_without_returning(&clinic.app.state.db).await.unwrap();
        let job = job::ActiveModel {
            queue: Set("stripe".to_owned()),
            key: Set(StripeObject::Customer(id.to_owned()).to_string()),
            due_at_ms: Set(0),
            generation: Set(1),
            starts: Set(3),
            last_error: Set(Some("no luck".to_owned())),
            ..Default::default()
        };
        job::Entity::insert(job).exec_without_returning(&clinic.app.state.db).await.unwrap();
        if level == Level::Green {
            assert_eq!(clinic.examine().await.verdict(), Level::Green);
        } else {
            clinic.finds(level, "inbox", words).await;
        }
    }
}
