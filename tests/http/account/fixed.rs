//! Choosing another plan while the plan cannot be changed, as from a pricing page that was opened before.

use super::play;
use crate::checkout::{buy, open_sessions, shop};

#[tokio::test]
async fn who_cannot_choose_another_plan_is_told_why_on_the_account_page() {
    let expected = [
        ("past_due", "Pay what’s due before you change your plan."),
        ("unpaid", "Pay what’s due before you change your plan."),
        ("incomplete", "Complete your first payment before you change your plan."),
        ("paused", "Resume your plan before you change it."),
        ("canceling", "Keep your plan before you change it."),
        ("change_scheduled", "Review that change before you make another."),
        ("several", "You have several plans. Choose the one to change on your account page."),
        ("end_scheduled", "This plan can’t be changed here."),
    ];
    let (stripe, app, monthly, yearly) = shop().await;
    let prices = [monthly, yearly];
    let customer = stripe.customer().await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    for (scene, why) in expected {
        play(&stripe, &customer, &prices, scene).await;
        let answer = buy(&mut browser, &prices[1]).await;
        let location = answer.location().unwrap_or_default();
        assert!(location.ends_with("/account?from=pricing"), "{scene}: {answer:?}");
        let page = browser.get(location).await.text();
        assert!(page.contains(why), "{scene}: {page}");
        assert!(open_sessions(&stripe).await.is_empty(), "{scene}");
    }
    // Who can, is not told why not, whatever the address says.
    play(&stripe, &customer, &prices, "active").await;
    assert!(buy(&mut browser, &prices[1]).await.location().unwrap().contains("/p/session/"));
    let page = browser.get("/account?from=pricing").await.text();
    for why in expected.map(|(_, why)| why) {
        assert!(!page.contains(why), "{page}");
    }
}
