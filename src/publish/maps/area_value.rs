//! What a map may show for an area: a value, or the reason why there is none.

use super::MapError;

/// One area's figure, or its category, after disclosure control.
///
/// Missing values: a suppressed area carries nothing of its value, so that no colour, label, tooltip or
/// description can give it away.
#[derive(Debug, Clone, PartialEq)]
pub enum AreaValue<T = f64> {
    /// A figure that may be shown.
    Value(T),
    /// A figure held back because it rests on too few people.
    Suppressed,
    /// No figure, and why.
    NoData(String),
}

impl<T> AreaValue<T> {
    /// What may be shown, where there is anything.
    pub fn shown(&self) -> Option<&T> {
        match self {
            AreaValue::Value(value) => Some(value),
            AreaValue::Suppressed | AreaValue::NoData(_) => None,
        }
    }
}

/// The figures to show, in the order of the areas.
///
/// # Errors
/// A figure that is not finite; a missing number must be named as missing.
pub(super) fn shown_values(values: &[AreaValue]) -> Result<Vec<f64>, MapError> {
    let shown: Vec<f64> = values.iter().filter_map(AreaValue::shown).copied().collect();
    match values.iter().position(|v| v.shown().is_some_and(|x| !x.is_finite())) {
        Some(area) => Err(MapError::NotFinite { area }),
        None => Ok(shown),
    }
}
