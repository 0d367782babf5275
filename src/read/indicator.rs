//! Further indicators: a column of figures, one per area.

use super::cells::code::CodeColumn;
use super::source::{Opening, Source};
use crate::area::Geography;
use crate::assessment::{Assessment, ExtraIndicator};
use crate::ledger::FileRead;
use crate::measure::Indicator;
use crate::problem::Problems;

/// What an indicator's table says, before it is brought to the areas.
#[derive(Debug)]
pub struct IndicatorRead {
    /// The file.
    pub file: FileRead,
    /// Geography of its codes.
    pub geography: Geography,
    /// The code of each row.
    pub codes: CodeColumn,
    /// What the figures mean.
    pub indicator: Indicator,
    /// The figure of each row.
    pub values: Vec<Option<f64>>,
}

/// Reads an indicator.
pub fn read(
    assessment: &Assessment,
    settings: &ExtraIndicator,
    problems: &mut Problems,
) -> Option<IndicatorRead> {
    let named = [settings.code.as_str(), settings.column.as_str()];
    let opening = Opening { file: &settings.file, preset: None, named: &named };
    let source = Source::open(assessment, opening, problems)?;
    let columns = source.table.require(&named, problems)?;
    let geography = Geography::named(&settings.geography);
    let codes = source.code_column(columns[0], &geography, problems);
    source.refuse_repeats(columns[0], &codes, problems);
    let indicator = Indicator {
        id: settings.id.clone(),
        label: settings.label.clone(),
        unit: settings.unit.clone(),
        numerator: None,
        denominator: None,
        period: settings.period.as_ref().map(ToString::to_string).unwrap_or_default(),
        source: settings.source.clone().unwrap_or_default(),
        method: "as given".into(),
        polarity: settings.polarity,
    };
    let values = source.figures(columns[1], problems);
    Some(IndicatorRead {
        file: source.file(assessment, Some(&geography)),
        geography,
        codes,
        indicator,
        values,
    })
}
