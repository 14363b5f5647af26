//! `grant`, `revoke` and `grants`, as an operator uses them.

use crate::shop::Shop;

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_is_made_listed_and_revoked() {
    let shop = Shop::open().await;
    let granted = shop.runs(&["grant", "team-2", "sso", "--until", "2100-01-01", "--reason", "a pilot"]);
    let id = granted.out.split(':').next().unwrap();
    assert!(id.starts_with("grt_") && !granted.err.contains("warning"), "{granted:?}");
    assert!(shop.runs(&["access", "show", "team-2"]).out.contains("+ sso"));
    let unknown = shop.runs(&["grant", "team-0", "ssso", "--limit", "3", "--reason", "a slip"]);
    assert!(unknown.err.contains("warning: no product and no policy has a feature ssso"), "{unknown:?}");

    let list = shop.runs(&["grants"]).out;
    assert_eq!(list.lines().count(), 2, "{list}");
    let own = shop.runs(&["grants", "team-2"]).out;
    assert!(own.starts_with(id) && own.lines().count() == 1, "{own}");
    assert!(
        own.contains("  sso  no limit  until 2100-01-01 00:00  made ") && own.ends_with("a pilot  holds\n"),
        "{own}"
    );

    let revoked = shop.runs(&["revoke", "team-2", "sso", "--reason", "the pilot is over"]);
    assert!(revoked.out.contains("has no grant of sso any more"), "{revoked:?}");
    let own = shop.runs(&["grants", "acct_00000000000000000000000000000002"]).out;
    assert!(own.contains("a pilot  revoked 2") && own.ends_with(": the pilot is over\n"), "{own}");
    assert!(shop.runs(&["access", "show", "team-2"]).out.contains("- sso"));
    assert_eq!(shop.runs(&["grants", "--limit", "1"]).out.lines().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_granted_or_revoked_is_refused_with_why() {
    let shop = Shop::open().await;
    let long = "x".repeat(201);
    for (args, words) in [
        (["grant", "team-9", "sso", "--reason", "x"].as_slice(), "there is no account team-9"),
        (&["grant", "team-0", "a,b", "--reason", "x"], "a feature's key has 1 to 80 characters"),
        (&["grant", "team-0", "sso"], "--reason <TEXT>"),
        (&["grant", "team-0", "sso", "--reason", ""], "a reason has 1 to 200 characters"),
        (&["grant", "team-0", "sso", "--reason", &long], "a reason has 1 to 200 characters"),
        (&["grant", "team-0", "sso", "--reason", "a\nb"], "no control characters"),
        (
            &["grant", "team-0", "sso", "--reason", "x", "--until", "2020-01-01"],
            "--until 2020-01-01T00:00:00Z has passed",
        ),
        (&["grant", "team-0", "sso", "--reason", "x", "--limit", "9007199254740993"], "is not in 0..=9007199254740992"),
        (&["revoke", "team-9", "sso", "--reason", "x"], "there is no account team-9"),
        (&["revoke", "team-0", "sso", "--reason", "x"], "What plans include is changed at Stripe"),
        (&["grants", "team-9"], "there is no account team-9"),
        (&["grants", "--limit", "18446744073709551615"], "number too large"),
    ] {
        let ran = shop.account.run(args);
        assert!(ran.status == 1 && ran.err.contains(words), "{args:?}: {ran:?}");
    }
    assert_eq!(shop.runs(&["grants"]).out, "");
}
