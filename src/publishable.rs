//! Which counts of a service may be published. Decided from the counts alone, before they are judged, so that
//! nothing fitted or averaged for publication rests on a count that is withheld.

/// Which counts of one service may be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publishable {
    /// By area.
    pub areas: Vec<bool>,
    /// By area, of reach standardised by strata.
    pub standardised: Vec<bool>,
    /// By authority.
    pub authorities: Vec<bool>,
    /// Of the whole place.
    pub place: bool,
    /// By population group, one vector per kind of group.
    pub groups: Vec<Vec<bool>>,
    /// Of people whose group is not known, by kind of group.
    pub unknown: Vec<bool>,
    /// By status.
    pub statuses: Vec<bool>,
    /// Counts that public figures alone give away, whatever is withheld here.
    pub already_public: usize,
    /// The least count that is not small.
    pub threshold: u32,
}
