//! The public credentials of the demo.

/// The demo customer's address.
pub const DEMO_EMAIL: &str = "demo@example.com";

/// The demo customer's password. The account is only made on the simulator, in a database of the demo's own.
pub const DEMO_PASSWORD: &str = "quiet-harbour-lamp";
