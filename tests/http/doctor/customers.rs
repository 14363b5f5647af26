//! Customers who pay and find nothing here.

use customer_portal::doctor::Level;

use super::Clinic;

#[tokio::test]
async fn customers_that_no_account_has_are_counted() {
    let clinic = Clinic::open().await;
    let (known, _) = clinic.stripe.subscriber("Known").await;
    clinic.app.leaves_jobs([]);
    clinic.app.linked("ada@example.com", &known).await;
    clinic.stripe.subscriber("Unknown").await;
    let (_, ended) = clinic.stripe.subscriber("Ended").await;
    clinic.stripe.delete(&format!("subscriptions/{ended}")).await;
    let words = "1 Stripe customers with a living subscription are linked to no account";
    clinic.finds(Level::Yellow, "customers", words).await;
}
