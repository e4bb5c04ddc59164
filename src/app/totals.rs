//! Counts: of one article, and of the whole project for the status bar. Layer `app`.

/// What stands on one article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ArticleCounts {
    /// Figures that are not rejected.
    pub figures: usize,
    /// Of those, the ones nobody has judged.
    pub suggested: usize,
    pub excerpts: usize,
}

/// The project in numbers, for the status bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    pub figures: usize,
    pub confirmed: usize,
    pub suggested: usize,
    pub rejected: usize,
    pub excerpts: usize,
    /// Wires and outlets with texts of their own: five articles may be four voices.
    pub wires: usize,
    /// Articles somebody has read to the end.
    pub read: usize,
    /// Articles whose figures somebody has gone through.
    pub reviewed: usize,
    /// Articles with an excerpt.
    pub tagged: usize,
}
