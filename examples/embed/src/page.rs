//! The only page, with this program's texts.

use billing::{Offer, Overview, Standing};
use maud::{DOCTYPE, Markup, html};
use stripe::path_segment;

use crate::user::User;

/// The user's plan, and two kinds of buttons.
pub fn me(user: &User, overview: &Overview, offers: &[Offer]) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head { title { "Your plan" } }
            body {
                h1 { (user.email) }
                @for plan in &overview.plans {
                    p { (plan.name.as_deref().unwrap_or("Free")) ": " (sentence(&plan.standing)) }
                }
                @if user.stripe_customer_id.is_some() {
                    form method="post" action="/portal" { button { "Manage Subscription" } }
                }
                @for offer in offers {
                    @for price in &offer.prices {
                        form method="post" action={ "/buy/" (path_segment(&price.id)) } {
                            button { (offer.name) ", " (interval(price.every)) }
                        }
                    }
                }
            }
        }
    }
}

/// A few of the standings. Your program should have a text for each; `match` shows which are
/// missing.
fn sentence(standing: &Standing) -> String {
    match standing.alone() {
        Standing::Free | Standing::NothingOnFile => "you have no plan".to_owned(),
        Standing::Trialing { ends, .. } => format!("on trial until {}", ends.date()),
        Standing::Active { renews, .. } => format!("renews on {}", renews.date()),
        Standing::Canceling { ends, .. } => format!("ends on {}", ends.date()),
        other if other.needs_attention() => "needs your attention".to_owned(),
        _ => "see Manage Subscription".to_owned(),
    }
}

/// "every month"; an application has words of its own.
fn interval(every: billing::Period) -> String {
    let unit = match every.unit() {
        billing::Unit::Day => "day",
        billing::Unit::Week => "week",
        billing::Unit::Month => "month",
        billing::Unit::Year => "year",
    };
    if every.count() == 1 { format!("every {unit}") } else { format!("every {} {unit}s", every.count()) }
}
