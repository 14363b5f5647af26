//! What a quantity of something costs: a unit's price, tiers, or what its buyer likes to pay.

use super::Decimal;
use crate::params::choice;
use serde::{Deserialize, Serialize};

choice!(TiersMode { Graduated = "graduated", Volume = "volume" });

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Tier {
    /// `None` for all that is more.
    pub up_to: Option<i64>,
    pub unit: Option<Decimal>,
    pub flat: Option<Decimal>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Amount {
    PerUnit(Decimal),
    /// The last tier is without an end; never empty.
    Tiered(TiersMode, Vec<Tier>),
    /// Chosen by the buyer of something that is paid once.
    Custom {
        minimum: Option<i64>,
        maximum: Option<i64>,
        preset: Option<i64>,
    },
}

impl Amount {
    pub fn of(&self, quantity: i64) -> i64 {
        match self {
            Self::PerUnit(unit) => unit.times(quantity),
            Self::Tiered(mode, tiers) => tiered(*mode, tiers, quantity),
            Self::Custom { preset, .. } => preset.unwrap_or(0).saturating_mul(quantity),
        }
    }

    pub fn unit(&self) -> Option<Decimal> {
        match self {
            Self::PerUnit(unit) => Some(*unit),
            Self::Tiered(..) | Self::Custom { .. } => None,
        }
    }

    pub fn tiers_mode(&self) -> Option<TiersMode> {
        match self {
            Self::Tiered(mode, _) => Some(*mode),
            Self::PerUnit(_) | Self::Custom { .. } => None,
        }
    }
}

/// Graduated: each tier's units at its price. Volume: all units at the price of the tier they reach.
fn tiered(mode: TiersMode, tiers: &[Tier], quantity: i64) -> i64 {
    let price =
        |tier: &Tier, units: i64| tier.unit.unwrap_or_default().times(units) + tier.flat.unwrap_or_default().times(1);
    match mode {
        TiersMode::Volume => {
            let reached = tiers.iter().find(|tier| tier.up_to.is_none_or(|most| quantity <= most));
            reached.map_or(0, |tier| price(tier, quantity))
        }
        TiersMode::Graduated => {
            let (mut below, mut total) = (0, 0);
            for tier in tiers {
                // The first tier's flat amount is asked for nothing, too.
                if below > 0 && quantity <= below {
                    break;
                }
                let end = tier.up_to.map_or(quantity, |most| most.min(quantity));
                total += price(tier, (end - below).max(0));
                below = end;
                if tier.up_to.is_none_or(|most| quantity <= most) {
                    break;
                }
            }
            total
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_are_climbed_or_reached() {
        let tier =
            |up_to, unit, flat| Tier { up_to, unit: Some(Decimal::whole(unit)), flat: Some(Decimal::whole(flat)) };
        let tiers = vec![tier(Some(5), 10, 0), tier(None, 7, 100)];
        let graduated = Amount::Tiered(TiersMode::Graduated, tiers.clone());
        let volume = Amount::Tiered(TiersMode::Volume, tiers);
        assert_eq!([0, 5, 6, 10].map(|quantity| graduated.of(quantity)), [0, 50, 157, 185]);
        assert_eq!([0, 5, 6, 10].map(|quantity| volume.of(quantity)), [0, 50, 142, 170]);
    }
}
