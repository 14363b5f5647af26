//! What members of an account may do.

use sea_orm::{DeriveActiveEnum, EnumIter, sea_query::StringLen};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A member's role in one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, DeriveActiveEnum, ToSchema)]
#[serde(rename_all = "lowercase")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "lowercase")]
pub enum Role {
    /// May do everything, and decides who belongs to the account.
    Owner,
    /// May do everything that concerns billing.
    Billing,
    /// Sees the account page and changes nothing.
    Viewer,
}

impl Role {
    /// Whether the member may open the portal, buy, continue a plan and see invoices.
    pub fn may_bill(self) -> bool {
        matches!(self, Self::Owner | Self::Billing)
    }

    /// Whether the member may change roles and remove members.
    pub fn may_manage_members(self) -> bool {
        self == Self::Owner
    }

    /// Whether the member may delete the account, as its last owner.
    pub fn may_delete_account(self) -> bool {
        self == Self::Owner
    }

    /// The name in forms and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Billing => "billing",
            Self::Viewer => "viewer",
        }
    }
}

/// No role has this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a role is owner, billing or viewer")]
pub struct UnknownRole;

impl std::str::FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        match text {
            "owner" => Ok(Self::Owner),
            "billing" => Ok(Self::Billing),
            "viewer" => Ok(Self::Viewer),
            _ => Err(UnknownRole),
        }
    }
}
