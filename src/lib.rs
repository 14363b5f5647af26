//! Customer Portal: a subscription account site in front of Stripe.
