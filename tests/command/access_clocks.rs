//! Two servers on one database, one of which has a wrong clock.

use std::time::{Duration, Instant};

use reqwest::{Client, StatusCode, header};
use serde_json::Value;
use time::format_description::well_known::Rfc3339;

use crate::{
    server::{Server, free_port},
    shop::Shop,
};

const HOUR: i64 = 3600;

/// A worker looks every second.
const STAYS: Duration = Duration::from_secs(2);

const LIMIT: Duration = Duration::from_secs(30);

/// What a server says of `team-2`, who has no plan: the body without its time, and the ETag. If it takes the ETag that is
/// sent for the present one, there is no body.
struct Told {
    body: Option<Value>,
    etag: String,
}

impl Told {
    fn body(&self) -> &Value {
        self.body.as_ref().unwrap()
    }

    fn is_granted(&self) -> bool {
        self.body()["features"]["beta"]["granted"] == true
    }

    fn revision(&self) -> i64 {
        self.body()["revision"].as_i64().unwrap()
    }
}

async fn serve(shop: &Shop, ahead: i64) -> Server {
    let mut command = shop.account.command(&["serve"]);
    command.env("CLOCK_AHEAD_SECONDS", ahead.to_string()).env("STRIPE_WEBHOOK_SECRET", "whsec_tests");
    // By one address, so that their ETags can be compared.
    Server::start_as("http://127.0.0.1:1", &mut command, free_port(), free_port()).await
}

async fn ask(server: &Server, key: &str, known: &str) -> Told {
    let url = format!("http://{}/api/v1/access/team-2", server.site);
    let answer = Client::new().get(url).bearer_auth(key).header(header::IF_NONE_MATCH, known).send().await.unwrap();
    let etag = answer.headers()[header::ETAG].to_str().unwrap().to_owned();
    if answer.status() == StatusCode::NOT_MODIFIED {
        return Told { body: None, etag };
    }
    assert_eq!(answer.status(), StatusCode::OK);
    let mut body: Value = answer.json().await.unwrap();
    body.as_object_mut().unwrap().remove("as_of");
    Told { body: Some(body), etag }
}

/// The answer that stays for longer than a worker waits; its revision only grows.
async fn settled(server: &Server, key: &str) -> Told {
    let began = Instant::now();
    let mut told = ask(server, key, "").await;
    let mut since = Instant::now();
    while since.elapsed() < STAYS {
        assert!(began.elapsed() < LIMIT, "{}", told.body());
        tokio::time::sleep(Duration::from_millis(50)).await;
        let next = ask(server, key, "").await;
        assert!(next.revision() >= told.revision(), "after {} came {}", told.body(), next.body());
        if next.etag != told.etag {
            since = Instant::now();
        }
        told = next;
    }
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_ahead_and_is_set_moves_revisions_once_and_only_forward() {
    let shop = Shop::open().await;
    let key = shop.runs(&["key", "create", "--name", "product", "--scopes", "access:read"]).out.trim().to_owned();
    let until = (clock::now() + time::Duration::seconds(HOUR / 2)).replace_nanosecond(0).unwrap();
    let until = until.format(&Rfc3339).unwrap();
    let right = serve(&shop, 0).await;
    let before = settled(&right, &key).await;
    shop.runs(&["grant", "team-2", "beta", "--until", &until, "--reason", "a pilot"]);
    let granted = settled(&right, &key).await;
    assert_eq!((granted.is_granted(), granted.revision()), (true, before.revision() + 1));
    assert!(ask(&right, &key, &granted.etag).await.body.is_none());

    // For a server that is an hour ahead, it has ended. It moves the revision, once.
    let wrong = serve(&shop, HOUR).await;
    let ended = settled(&wrong, &key).await;
    assert_eq!((ended.is_granted(), ended.revision()), (false, granted.revision() + 1));
    // Each answers by its own clock, and never takes the other's answer for its own.
    let by_the_right = ask(&right, &key, &granted.etag).await;
    assert!(by_the_right.is_granted());
    assert_eq!(by_the_right.revision(), ended.revision());
    assert_ne!(by_the_right.etag, ended.etag);
    assert!(!ask(&wrong, &key, &by_the_right.etag).await.is_granted());
    assert!(ask(&right, &key, &by_the_right.etag).await.body.is_none(), "its own answer is known to it");
    assert!(ask(&right, &key, &ended.etag).await.is_granted());

    // Its clock is set: what it said is over, and the revision does not fall.
    wrong.stop();
    let set = serve(&shop, 0).await;
    for server in [&right, &set] {
        let told = settled(server, &key).await;
        assert_eq!((told.body(), &told.etag), (by_the_right.body(), &by_the_right.etag));
        assert!(ask(server, &key, &ended.etag).await.is_granted());
    }
    shop.runs(&["revoke", "team-2", "beta", "--reason", "over"]);
    for server in [&right, &set] {
        let told = ask(server, &key, &by_the_right.etag).await;
        assert!(!told.is_granted(), "{}", told.body());
        assert!(told.revision() > ended.revision());
    }
    set.stop();
    right.stop();
}
