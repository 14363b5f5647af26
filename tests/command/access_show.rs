//! `access show`: an answer, explained.

use crate::{looks::snapshot, shop::Shop};

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_explained_step_by_step() {
    let shop = Shop::open().await;
    shop.runs(&["grant", "team-0", "beta", "--limit", "7", "--reason", "asked for it"]);
    snapshot("access_show", &shop.runs(&["access", "show", "team-0"]).out);
    shop.write("free = [\"projects\"]\n[standing]\ntrialing = false\n");
    shop.runs(&["access", "apply", "--yes"]);
    snapshot("access_show_of_a_trial", &shop.runs(&["access", "show", "team-1"]).out);
    snapshot(
        "access_show_without_a_plan",
        &shop.runs(&["access", "show", "acct_00000000000000000000000000000002"]).out,
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_time_has_another_answer() {
    let shop = Shop::open().await;
    shop.runs(&["grant", "team-2", "beta", "--until", "2100-01-01", "--reason", "for a while"]);
    let now = shop.runs(&["access", "show", "team-2"]).out;
    assert!(now.contains("+ beta") && now.contains("this stays at least until 2100-01-01 00:00"), "{now}");
    let later = shop.runs(&["access", "show", "team-2", "--at", "2100-01-01T00:00:00Z"]).out;
    assert!(later.contains("- beta") && later.contains("ended 2100-01-01 00:00"), "{later}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_there_is_told() {
    let shop = Shop::open().await;
    for (args, words) in [
        (["team-9"].as_slice(), "there is no account team-9: name it by the product's own id"),
        (&["acct_1"], "an account's id is acct_ and 32 hexadecimal digits"),
        (&["team-0", "--at", "soon"], "not a time: write 2026-11-22"),
        (&["team-0", "--at", "2020-01-01"], "has passed: what was known then is not kept"),
    ] {
        let ran = shop.account.run(&[&["access", "show"], args].concat());
        assert!(ran.status == 1 && ran.err.contains(words), "{args:?}: {ran:?}");
    }
}
