//! The European Standard Population of 2013, as data.

/// One age band of a standard population.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandardBand {
    /// First completed year of age in the band.
    pub from: u8,
    /// Last completed year of age in the band; `None` for the open band.
    pub to: Option<u8>,
    /// People of the standard population in the band.
    pub people: u32,
}

const fn band(from: u8, people: u32) -> StandardBand {
    StandardBand { from, to: if from == 90 { None } else { Some(from + 4) }, people }
}

/// The European Standard Population 2013 in nineteen five-year bands, 0–4 to 90 and over; 100,000 people in all.
///
/// # References
/// Eurostat (2013). *Revision of the European Standard Population: report of Eurostat's task force.*
/// <https://doi.org/10.2785/11470>
///
/// # Examples
/// ```
/// use reachgap::estimate::standard_population::EUROPEAN_2013;
/// assert_eq!(EUROPEAN_2013.iter().map(|band| band.people).sum::<u32>(), 100_000);
/// ```
pub const EUROPEAN_2013: [StandardBand; 19] = [
    band(0, 5000),
    band(5, 5500),
    band(10, 5500),
    band(15, 5500),
    band(20, 6000),
    band(25, 6000),
    band(30, 6500),
    band(35, 7000),
    band(40, 7000),
    band(45, 7000),
    band(50, 7000),
    band(55, 6500),
    band(60, 6000),
    band(65, 5500),
    band(70, 5000),
    band(75, 4000),
    band(80, 2500),
    band(85, 1500),
    band(90, 1000),
];
