//! The names of a session's values.

/// Who is signed in.
pub const USER: &str = "user";

/// For which account the user acts. It is the table's, and absent if the user is not its member any more.
pub const ACCOUNT: &str = "account";

/// The member's role in that account. It is the table's, whatever was saved.
pub const ROLE: &str = "role";

/// The user's address. It is the table's, whatever was saved.
pub const EMAIL: &str = "email";

/// Whether the user has a password. It is the table's, whatever was saved.
pub const HAS_PASSWORD: &str = "has_password";

/// Whether the user belongs to other accounts too. It is the table's, whatever was saved.
pub const HAS_OTHERS: &str = "has_others";

/// Where "Back to …" leads: a page of the company's product.
pub const RETURN_URL: &str = "return_url";

/// The browser and the system in which the session began.
pub const DEVICE: &str = "device";

/// The network in which the session began.
pub const NETWORK: &str = "network";

/// The issuer of the identity provider at which the user signed in.
pub const PROVIDER: &str = "provider";

/// The account's Stripe customer (`cus_…`). It is the table's, whatever was saved.
pub const CUSTOMER: &str = "customer";

/// When the user signed in, in seconds.
pub const BEGAN: &str = "began";

/// When the session was last seen, in seconds. It is the column's, whatever was saved.
pub const SEEN: &str = "seen";

/// What the tables say better: it is never saved.
pub const DERIVED: [&str; 6] = [ROLE, EMAIL, HAS_PASSWORD, HAS_OTHERS, CUSTOMER, SEEN];
