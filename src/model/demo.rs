//! How to sign in where there is nothing to protect.

/// The demo customer's address.
pub const DEMO_EMAIL: &str = "demo@example.com";

/// The demo customer's password. It exists only on servers that run on the simulator.
pub const DEMO_PASSWORD: &str = "quiet-harbour-lamp";
