//! A Stripe that runs on your own machine.
