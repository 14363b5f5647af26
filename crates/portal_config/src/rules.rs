//! Stripe's rules for a portal configuration that can be checked in the file alone. Stripe would
//! refuse the call too, but with its own parameter name and one problem at a time.

use toml_file::Problem;

use crate::{
    checkout::CheckoutOptions,
    model::{
        AllowedUpdate, CancelMode, CancelProration, Features, PauseDuration, PauseKind, PortalFile, SubscriptionUpdate,
    },
};

/// Stripe's limit for `business_profile.headline`, in characters.
const LONGEST_HEADLINE: usize = 60;

/// Stripe's limit for `features.subscription_update.products`.
const MOST_PRODUCTS: usize = 10;

/// Stripe's limit for `line_items[][adjustable_quantity][maximum]`:
/// <https://docs.stripe.com/payments/checkout/adjustable-quantity>.
const LARGEST_QUANTITY: u32 = 999_999;

/// Stripe's limit for a value of metadata, in characters.
const LONGEST_KEY: usize = 500;

/// Everything that breaks a rule.
pub(crate) fn check(file: &PortalFile) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut wrong = |key: &str, message: String| problems.push(Problem::new(key, message));
    if file.key.trim().is_empty() || file.key.chars().count() > LONGEST_KEY {
        wrong("key", format!("must be a text of at most {LONGEST_KEY} characters"));
    }
    let profile = &file.business_profile;
    let length = profile.headline.as_ref().map_or(0, |headline| headline.chars().count());
    if length > LONGEST_HEADLINE {
        let message = format!("is {length} characters long; Stripe takes at most {LONGEST_HEADLINE}");
        wrong("business_profile.headline", message);
    }
    for (key, url) in [
        ("default_return_url", &file.default_return_url),
        ("business_profile.privacy_policy_url", &profile.privacy_policy_url),
        ("business_profile.terms_of_service_url", &profile.terms_of_service_url),
    ] {
        if url.as_ref().is_some_and(|url| !leads_somewhere(url)) {
            wrong(
                key,
                "must be an address such as https://example.com/account, or a path on this site such as /account"
                    .to_owned(),
            );
        }
    }
    check_features(&file.features, &mut problems);
    check_checkout(&file.checkout, &mut problems);
    problems
}

/// An address of the web, or a path of the site.
fn leads_somewhere(text: &str) -> bool {
    let absolute = || url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    (text.starts_with('/') && !text.starts_with("//")) || absolute()
}

fn check_features(features: &Features, problems: &mut Vec<Problem>) {
    let Features {
        customer_update,
        invoice_history,
        payment_method_update,
        subscription_cancel: cancel,
        subscription_pause: pause,
        subscription_update: update,
    } = features;
    let mut wrong = |key: &str, message: &str| problems.push(Problem::new(format!("features{key}"), message));
    let any = [customer_update.enabled, invoice_history.enabled, payment_method_update.enabled, cancel.enabled];
    if !any.contains(&true) && !pause.enabled && !update.enabled {
        wrong("", "at least one feature has to be enabled, or the portal is empty");
    }
    if customer_update.enabled && customer_update.allowed_updates.is_empty() {
        wrong(".customer_update.allowed_updates", "is required when customer_update is enabled");
    }
    let reason = &cancel.cancellation_reason;
    if reason.enabled && reason.options.is_empty() {
        wrong(".subscription_cancel.cancellation_reason.options", "is required when cancellation_reason is enabled");
    }
    if cancel.mode == CancelMode::AtPeriodEnd && cancel.proration_behavior != CancelProration::None {
        wrong(
            ".subscription_cancel.proration_behavior",
            "must be \"none\" with mode \"at_period_end\": nothing is left to give back then",
        );
    }
    if update.enabled {
        if !payment_method_update.enabled {
            wrong(
                ".payment_method_update.enabled",
                "must be true when subscription_update is enabled: Stripe allows no updates without",
            );
        }
        check_update(update, problems);
    }
    if let Some(duration) = &pause.duration {
        check_pause(duration, problems);
    }
    check_twice(features, problems);
}

fn check_pause(duration: &PauseDuration, problems: &mut Vec<Problem>) {
    let key = "features.subscription_pause.duration.interval_options";
    let options = &duration.interval_options;
    match duration.kind {
        PauseKind::IntervalOptions if options.is_empty() => {
            problems.push(Problem::new(key, "is required when type is \"interval_options\""));
        }
        PauseKind::Indefinite if !options.is_empty() => {
            problems.push(Problem::new(key, "needs the type \"interval_options\""));
        }
        PauseKind::IntervalOptions | PauseKind::Indefinite => {}
    }
    for (index, option) in options.iter().enumerate() {
        if !(1..=option.interval.most()).contains(&option.interval_count) {
            let message = "must be at least 1, and the pause at most three years";
            problems.push(Problem::new(format!("{key}[{index}].interval_count"), message));
        }
    }
}

fn check_update(update: &SubscriptionUpdate, problems: &mut Vec<Problem>) {
    let mut wrong = |key: String, message: String| {
        problems.push(Problem::new(format!("features.subscription_update.{key}"), message));
    };
    if update.default_allowed_updates.is_empty() {
        wrong("default_allowed_updates".to_owned(), "is required when subscription_update is enabled".to_owned());
    }
    match update.products.len() {
        0 => wrong("products".to_owned(), "is required when subscription_update is enabled".to_owned()),
        1..=MOST_PRODUCTS => {}
        many => wrong("products".to_owned(), format!("has {many} products; Stripe takes at most {MOST_PRODUCTS}")),
    }
    let quantities = update.default_allowed_updates.contains(&AllowedUpdate::Quantity);
    for (index, entry) in update.products.iter().enumerate() {
        if entry.product.is_none() && entry.prices.is_empty() {
            wrong(format!("products[{index}]"), "needs a product or prices".to_owned());
        }
        if let Some(price) = entry.prices.iter().position(String::is_empty) {
            wrong(format!("products[{index}].prices[{price}]"), "is empty".to_owned());
        }
        let Some(quantity) = entry.adjustable_quantity.filter(|quantity| quantity.enabled) else { continue };
        if !quantities {
            let message = "needs \"quantity\" in default_allowed_updates";
            wrong(format!("products[{index}].adjustable_quantity"), message.to_owned());
        }
        if quantity.minimum.zip(quantity.maximum).is_some_and(|(minimum, maximum)| minimum > maximum) {
            wrong(format!("products[{index}].adjustable_quantity.minimum"), "is more than the maximum".to_owned());
        }
    }
}

/// All other options of Checkout are right by their types.
fn check_checkout(checkout: &CheckoutOptions, problems: &mut Vec<Problem>) {
    let Some(range) = &checkout.adjustable_quantity else { return };
    let mut wrong = |key: &str, message: String| {
        problems.push(Problem::new(format!("checkout.adjustable_quantity.{key}"), message));
    };
    for (key, value) in [("minimum", range.minimum), ("maximum", range.maximum)] {
        if !(1..=LARGEST_QUANTITY).contains(&value) {
            wrong(key, format!("must be from 1 to {LARGEST_QUANTITY}"));
        }
    }
    if range.minimum > range.maximum {
        wrong("minimum", format!("is more than the maximum, {}", range.maximum));
    }
}

/// Duplicates are mistakes of copying a line.
fn check_twice(features: &Features, problems: &mut Vec<Problem>) {
    let Features { customer_update, subscription_cancel: cancel, subscription_pause: pause, .. } = features;
    let update = &features.subscription_update;
    let reason = &cancel.cancellation_reason;
    let conditions = &update.schedule_at_period_end.conditions;
    twice("customer_update.allowed_updates", &customer_update.allowed_updates, problems);
    twice("subscription_cancel.cancellation_reason.options", &reason.options, problems);
    if let Some(duration) = &pause.duration {
        twice("subscription_pause.duration.interval_options", &duration.interval_options, problems);
    }
    twice("subscription_update.default_allowed_updates", &update.default_allowed_updates, problems);
    twice("subscription_update.schedule_at_period_end.conditions", conditions, problems);
    for (index, entry) in update.products.iter().enumerate() {
        twice(&format!("subscription_update.products[{index}].prices"), &entry.prices, problems);
    }
}

fn twice<T: PartialEq>(key: &str, list: &[T], problems: &mut Vec<Problem>) {
    for (index, element) in list.iter().enumerate() {
        if list.iter().take(index).any(|earlier| earlier == element) {
            problems.push(Problem::new(format!("features.{key}[{index}]"), "is listed twice"));
        }
    }
}
