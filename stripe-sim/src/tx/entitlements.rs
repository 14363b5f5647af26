//! What customers are entitled to, kept in step with what they subscribe to: at the end of every moment in which a
//! transaction has changed something, so that no endpoint, page or passing of time can forget it.

use super::Tx;
use crate::render::summary_of_entitlements;
use crate::state::{ActiveEntitlement, Entitled, State, Subscription};
use indexmap::IndexSet;
use serde_json::json;

impl Tx<'_> {
    /// Tells those whose entitlements have changed. Once for all that happens at one moment: what is taken and given back
    /// at once has not changed.
    pub fn settle_entitlements(&mut self) {
        let stirred = std::mem::take(&mut self.stirred);
        // Most accounts have no features, and nothing to compare.
        if self.state.product_features.len() == 0 && self.state.active_entitlements.len() == 0 {
            return;
        }
        let customers: IndexSet<_> = stirred.into_iter().flat_map(|whose| customers(self.state, whose)).collect();
        for customer in customers {
            self.settle_entitlements_of(&customer);
        }
    }

    fn settle_entitlements_of(&mut self, customer: &str) {
        let features = self.state.features_of(customer);
        let own = self.state.active_entitlements.with("customer", customer);
        let (kept, lost): (Vec<_>, Vec<_>) =
            own.partition(|entitlement: &&ActiveEntitlement| features.contains(entitlement.feature.as_str()));
        let kept: IndexSet<_> = kept.into_iter().map(|entitlement| entitlement.feature.as_str()).collect();
        let new: Vec<_> =
            features.difference(&kept).map(|feature| ActiveEntitlement::new(customer, feature, self.now)).collect();
        let lost: Vec<_> = lost.into_iter().map(|entitlement| entitlement.id.clone()).collect();
        if new.is_empty() && lost.is_empty() {
            return;
        }
        let before = summary_of_entitlements(self.state, customer);
        for id in lost {
            self.state.active_entitlements.change(&id, |entitlement| entitlement.active = false);
        }
        for entitlement in new {
            self.state.active_entitlements.insert(entitlement);
        }
        let after = summary_of_entitlements(self.state, customer);
        // The list as a whole, also where its ten first are as they were.
        let previous = json!({ "entitlements": before["entitlements"] });
        self.emit("entitlements.active_entitlement_summary.updated".to_owned(), &after, Some(previous));
    }
}

fn customers(state: &State, whose: Entitled) -> Vec<String> {
    match whose {
        Entitled::Customer(customer) => vec![customer],
        Entitled::SubscribersTo(product) => {
            let subscribed = |it: &&Subscription| it.products(state).any(|own| own == product);
            let all = state.subscriptions.oldest_first().filter(|it| it.entitles_now());
            all.filter(subscribed).map(|subscription| subscription.customer.clone()).collect()
        }
    }
}
