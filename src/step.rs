//! Steps of a person's way through a service: how far a contact went.

use serde::Serialize;

/// How far a contact went, in the order in which a person passes from one to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Somebody saw that the person might need it.
    Identified,
    /// Somebody pointed the person to the service.
    Referred,
    /// The service made an offer.
    Offered,
    /// The person came.
    Engaged,
    /// The person stayed to the end.
    Completed,
    /// The person did not want it.
    Declined,
    /// The person came, and left before the end.
    Disengaged,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Self; 7] = [
        Self::Identified,
        Self::Referred,
        Self::Offered,
        Self::Engaged,
        Self::Completed,
        Self::Declined,
        Self::Disengaged,
    ];

    /// The steps on the way to the end, in their order.
    pub const WAY: [Self; 5] =
        [Self::Identified, Self::Referred, Self::Offered, Self::Engaged, Self::Completed];

    /// The step of this name, whatever its case.
    ///
    /// ```
    /// use reachgap::step::Step;
    /// assert_eq!(Step::named(" Engaged"), Some(Step::Engaged));
    /// assert_eq!(Step::named("attended"), None);
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name().eq_ignore_ascii_case(name.trim()))
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identified => "identified",
            Self::Referred => "referred",
            Self::Offered => "offered",
            Self::Engaged => "engaged",
            Self::Completed => "completed",
            Self::Declined => "declined",
            Self::Disengaged => "disengaged",
        }
    }
}
