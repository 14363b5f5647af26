//! What a key may be used for.

use std::{collections::BTreeSet, fmt, str::FromStr};

/// One thing that a key allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Handing users over.
    Handover,
    /// Asking what an account may use.
    AccessRead,
}

impl Scope {
    const ALL: [Self; 2] = [Self::Handover, Self::AccessRead];

    /// The name on the command line, in the table and in errors.
    pub fn name(self) -> &'static str {
        match self {
            Self::Handover => "handover",
            Self::AccessRead => "access:read",
        }
    }
}

/// No scope has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the scopes are handover and access:read, separated by commas; {0:?} is none")]
pub struct UnknownScope(String);

impl FromStr for Scope {
    type Err = UnknownScope;

    fn from_str(text: &str) -> Result<Self, UnknownScope> {
        Self::ALL.into_iter().find(|scope| scope.name() == text).ok_or_else(|| UnknownScope(text.to_owned()))
    }
}

/// At least one scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scopes(BTreeSet<Scope>);

impl Scopes {
    pub fn contains(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }
}

impl FromStr for Scopes {
    type Err = UnknownScope;

    /// Separated by commas, as on the command line, or by spaces, as in the table.
    fn from_str(text: &str) -> Result<Self, UnknownScope> {
        let names = text.split([',', ' ']).map(str::trim).filter(|name| !name.is_empty());
        let scopes: BTreeSet<_> = names.map(str::parse).collect::<Result<_, _>>()?;
        if scopes.is_empty() { Err(UnknownScope(text.to_owned())) } else { Ok(Self(scopes)) }
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.0.iter().map(|scope| scope.name()).collect();
        f.write_str(&names.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_read_from_the_command_line_and_from_the_table() {
        let both: Scopes = "access:read, handover".parse().expect("scopes");
        assert_eq!(both.to_string(), "handover access:read");
        assert_eq!(both.to_string().parse(), Ok(both));
        assert!(!"handover".parse::<Scopes>().expect("a scope").contains(Scope::AccessRead));
        for none in ["", ",", "admin", "handover,admin"] {
            assert!(none.parse::<Scopes>().is_err(), "{none:?}");
        }
    }
}
