//! What the lines of an invoice come to: discounts and taxes summed by what they are.

use super::{Invoice, LineTax};

impl LineTax {
    /// The taxes of several lines, those of one kind as one.
    pub fn summed<'a>(taxes: impl Iterator<Item = &'a Self>) -> Vec<Self> {
        let mut sums: Vec<Self> = Vec::new();
        for tax in taxes {
            let same =
                |sum: &&mut Self| sum.rate == tax.rate && sum.inclusive == tax.inclusive && sum.reason == tax.reason;
            match sums.iter_mut().find(same) {
                Some(sum) => {
                    sum.amount += tax.amount;
                    sum.taxable += tax.taxable;
                }
                None => sums.push(tax.clone()),
            }
        }
        sums
    }
}

impl Invoice {
    /// With discounts of single items, without those of the whole and without tax that is added.
    pub fn subtotal(&self) -> i64 {
        let own = self.lines.iter().flat_map(|line| &line.discounts).filter(|discount| discount.on_item);
        self.lines.iter().map(|line| line.amount).sum::<i64>() - own.map(|discount| discount.amount).sum::<i64>()
    }

    pub fn subtotal_excluding_tax(&self) -> i64 {
        let inclusive = self.lines.iter().flat_map(|line| &line.taxes).filter(|tax| tax.inclusive);
        self.subtotal() - inclusive.map(|tax| tax.amount).sum::<i64>()
    }

    pub fn total(&self) -> i64 {
        self.lines.iter().map(|line| line.total()).sum()
    }

    pub fn total_excluding_tax(&self) -> i64 {
        self.total() - self.lines.iter().map(|line| line.tax()).sum::<i64>()
    }

    /// What each discount has taken off, in the order in which they did.
    pub fn discount_amounts(&self) -> Vec<(&str, i64)> {
        let mut sums: Vec<(&str, i64)> = Vec::new();
        for discount in self.lines.iter().flat_map(|line| &line.discounts) {
            match sums.iter_mut().find(|(id, _)| *id == discount.discount) {
                Some((_, sum)) => *sum += discount.amount,
                None => sums.push((&discount.discount, discount.amount)),
            }
        }
        sums
    }

    pub fn taxes(&self) -> Vec<LineTax> {
        LineTax::summed(self.lines.iter().flat_map(|line| &line.taxes))
    }
}
