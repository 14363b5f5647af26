//! What is sold and to whom: usage-based prices, free prices, and customers with another currency.

use mirror::mirror_catalog;

use crate::{
    checkout::{buy, checkout_page, id, open_sessions, price, shop},
    support::{Stripe, TestApp, offered},
};

async fn mirror(app: &TestApp) {
    mirror_catalog(&app.state.billing.mirror, &app.state.billing.stripe).await.unwrap();
}

async fn product(stripe: &Stripe, name: &str, order: &str) -> String {
    let product = [
        ("name", name),
        ("unit_label", "request"),
        ("metadata[portal_order]", order),
        ("metadata[portal_trial_days]", "7"),
    ];
    id(&stripe.post("products", &product).await)
}

#[tokio::test]
async fn usage_is_sold_by_the_unit_and_tiers_are_not() {
    let (stripe, app, ..) = shop().await;
    let meter = [("display_name", "Requests"), ("event_name", "requests"), ("default_aggregation[formula]", "sum")];
    let meter = id(&stripe.post("billing/meters", &meter).await);
    let api = product(&stripe, "API", "2").await;
    let monthly = [("product", api.as_str()), ("currency", "usd"), ("recurring[interval]", "month")];
    let metered = [("recurring[usage_type]", "metered"), ("recurring[meter]", &meter), ("unit_amount_decimal", "0.5")];
    let metered = id(&stripe.post("prices", &[monthly, metered].concat()).await);
    let tiers = [
        ("billing_scheme", "tiered"),
        ("tiers_mode", "graduated"),
        ("tiers[0][up_to]", "inf"),
        ("tiers[0][unit_amount]", "300"),
    ];
    stripe.post("prices", &[&monthly[..], &tiers[..]].concat()).await;
    let quarterly = [("recurring[interval_count]", "3"), ("unit_amount", "3000")];
    stripe.post("prices", &[&monthly[..], &quarterly[..]].concat()).await;
    mirror(&app).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    let page = browser.get("/pricing").await;
    assert!(page.text().contains("API $0.005 per request, billed every month"), "{}", page.text());
    assert_eq!(offered(&page.body), ["Choose Pro", "Choose API"], "one line cannot tell what tiers cost");
    let page = browser.get("/pricing?every=month-3").await;
    assert!(page.text().contains("API $30.00 every 3 months"), "{}", page.text());
    assert_eq!(offered(&page.body), ["Choose Pro", "Choose API"], "{}", page.body);
    assert!(buy(&mut browser, &metered).await.location().unwrap().contains("/c/pay/"));
}

#[tokio::test]
async fn what_is_free_asks_for_no_card() {
    let (stripe, app, monthly, _) = shop().await;
    let hobby = product(&stripe, "Hobby", "0").await;
    let free = price(&stripe, &hobby, "usd", "0", "month").await;
    mirror(&app).await;
    let (mut browser, _) = app.signed_in("ada@example.com").await;
    let page = browser.get("/pricing").await.text();
    assert!(page.contains("Hobby Free Choose Hobby Pro "), "and no trial of it: {page}");
    buy(&mut browser, &free).await;
    let session = open_sessions(&stripe).await.remove(0);
    assert_eq!(session["payment_method_collection"], "if_required");
    assert!(!checkout_page(&stripe).await.contains("trial"));
    buy(&mut browser, &monthly).await;
    assert_eq!(open_sessions(&stripe).await[0]["payment_method_collection"], "always");
}

#[tokio::test]
async fn a_customer_is_sold_only_what_can_be_paid_in_their_currency() {
    let (stripe, app, monthly, yearly) = shop().await;
    let product = stripe.state().await["prices"][0]["product"].as_str().unwrap().to_owned();
    let euros = price(&stripe, &product, "eur", "1100", "month").await;
    let both = [
        ("product", product.as_str()),
        ("currency", "usd"),
        ("unit_amount", "3000"),
        ("recurring[interval]", "month"),
        ("recurring[interval_count]", "3"),
        ("currency_options[eur][unit_amount]", "2900"),
    ];
    let both = id(&stripe.post("prices", &both).await);
    mirror(&app).await;
    for (currency, sold, other) in [("usd", "Pro $12.00 per month", '€'), ("eur", "Pro €11.00 per month", '$')] {
        let page = app.browser().get(&format!("/pricing?currency={currency}")).await;
        assert!(page.text().contains("EUR USD") && page.text().contains(sold), "{}", page.text());
        assert!(!page.text().contains(other), "one currency at a time: {}", page.text());
        assert_eq!(offered(&page.body), ["Choose Pro"], "{currency}");
    }

    let customer = stripe.customer().await;
    let (mut browser, _) = app.customer("ada@example.com", &customer).await;
    let ended = [("customer", customer.as_str()), ("items[0][price]", &euros)];
    let ended = id(&stripe.post("subscriptions", &ended).await);
    stripe.delete(&format!("subscriptions/{ended}")).await;
    // Nobody here knows the currency yet: the page offers all, and buying finds it out.
    let refused = buy(&mut browser, &monthly).await;
    let page = browser.get(refused.location().unwrap()).await;
    assert_eq!(offered(&page.body), ["Choose Pro"], "{}", page.body);
    let page = page.text();
    assert!(page.contains("That plan isn’t sold in the currency you’re billed in. Choose another plan."), "{page}");
    assert!(page.contains("€11.00 per month") && !page.contains('$') && !page.contains("USD"), "{page}");
    // Whatever the address asks for.
    let page = browser.get("/pricing?every=month-3&currency=usd").await.text();
    assert!(page.contains("€29.00 every 3 months") && !page.contains('$') && !page.contains("USD"), "{page}");
    assert!(open_sessions(&stripe).await.is_empty());
    for price in [&euros, &both] {
        assert!(buy(&mut browser, price).await.location().unwrap().contains("/c/pay/"));
    }

    for price in [&euros, &both] {
        stripe.post(&format!("prices/{price}"), &[("active", "false")]).await;
    }
    mirror(&app).await;
    let page = browser.get("/pricing").await;
    let told = "You’re billed in EUR, and none of our plans is sold in it. Contact support.";
    assert!(page.text().contains(told), "{}", page.text());
    assert!(offered(&page.body).is_empty() && !page.text().contains('$'), "{}", page.body);
    let page = app.browser().get("/pricing?every=year").await.text();
    assert!(page.contains("$120.00 per year"), "others buy {yearly}");
}
