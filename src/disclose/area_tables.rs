//! The table of areas: who lives there, deprivation, crime and need. Nothing in it counts service users.

use super::evidence::{Cell, ColumnKind, Columns, Table};
use crate::area::AreaSet;
use crate::assess::Findings;
use crate::estimate::measures::Measures;
use crate::join::Joined;
use crate::measure::{Estimate, Measure, Missing, Value};

/// Adds the columns that name each area.
pub(super) fn name_areas(columns: &mut Columns, areas: &AreaSet) {
    let text =
        |of: &dyn Fn(&crate::area::Area) -> String| areas.areas().iter().map(|a| Cell::Text(of(a))).collect();
    columns.add(
        "area_code",
        "Area code",
        &format!("Code of the {}", areas.geography()),
        ColumnKind::Text,
        text(&|a| a.code.to_string()),
    );
    columns.add("area_name", "Area", "Name of the area", ColumnKind::Text, text(&|a| a.name.clone()));
    let authority = |a: &crate::area::Area| areas.authorities()[a.authority as usize].name.clone();
    columns.add(
        "authority",
        "Authority",
        "The authority the area lies in",
        ColumnKind::Text,
        text(&authority),
    );
}

/// One row per area.
pub(super) fn areas(joined: &Joined, measures: &Measures, findings: &Findings, title: &str) -> Table {
    let mut columns = Columns::default();
    name_areas(&mut columns, &joined.areas);
    let people = &joined.population;
    let residents = people.residents().into_iter().map(|n| Cell::rounded(Value::Known(n), 0)).collect();
    let about = format!("Usual residents of all ages, {}; {}", people.period, people.source);
    columns.add("residents", "Residents", &about, ColumnKind::Count, residents);
    for measure in &measures.indicators {
        let crime = measure.indicator.id.contains("crime_rate") || measure.indicator.id == "asb_rate";
        if !crime {
            indicator(&mut columns, measure);
        }
    }
    if let Some(crime) = &measures.crime {
        rate(&mut columns, &crime.all, "crime_rate");
        indicator(&mut columns, &crime.smoothed);
        rate(&mut columns, &crime.anti_social, "asb_rate");
    }
    if let Some(need) = &measures.need {
        indicator(&mut columns, &need.index);
        let ranks = ranks(&need.index);
        columns.add(
            "need_rank",
            "Need rank",
            "Rank of the need index among the areas of the place; 1 is most need",
            ColumnKind::Count,
            ranks,
        );
    }
    if let Some(joint) = &findings.joint {
        let words = |area: &Option<(bool, bool)>| match area {
            None => Cell::Missing(Missing::IngredientMissing),
            Some((true, true)) => Cell::Text("both".into()),
            Some((true, false)) => Cell::Text("deprivation only".into()),
            Some((false, true)) => Cell::Text("crime only".into()),
            Some((false, false)) => Cell::Text("neither".into()),
        };
        let about = format!(
            "Whether the area is among the fifth of areas with most deprivation ({}), the fifth with most recorded crime, or both",
            joint.deprivation
        );
        columns.add(
            "joint_high",
            "High deprivation and crime",
            &about,
            ColumnKind::Text,
            joint.areas.iter().map(words).collect(),
        );
    }
    columns.table(
        "areas",
        &format!("{title}: the areas"),
        "One row for each area: who lives there, deprivation, crime and need.",
        Vec::new(),
    )
}

fn ranks(measure: &Measure<f64>) -> Vec<Cell> {
    let known: Vec<f64> = measure.values.iter().filter_map(|v| v.known()).collect();
    let mut sorted = known;
    sorted.sort_by(f64::total_cmp);
    let rank = |v: &Value<f64>| v.map(|x| (sorted.len() - sorted.partition_point(|y| *y <= x) + 1) as f64);
    measure.values.iter().map(|v| Cell::rounded(rank(v), 0)).collect()
}

fn indicator(columns: &mut Columns, measure: &Measure<f64>) {
    let about = &measure.indicator;
    let cells = measure.values.iter().map(|v| Cell::rounded(*v, 3)).collect();
    columns.add(&about.id, &about.label, &meaning(measure), ColumnKind::Decimal(3), cells);
}

fn rate(columns: &mut Columns, measure: &Measure<Estimate>, id: &str) {
    let about = &measure.indicator;
    let part =
        |of: &dyn Fn(Estimate) -> f64| measure.values.iter().map(|v| Cell::rounded(v.map(of), 1)).collect();
    columns.add(id, &about.label, &meaning(measure), ColumnKind::Decimal(1), part(&|e| e.value));
    columns.add(
        &format!("{id}_lower"),
        &format!("{}, lower limit", about.label),
        "Lower confidence limit of the rate",
        ColumnKind::Decimal(1),
        part(&|e| e.lower),
    );
    columns.add(
        &format!("{id}_upper"),
        &format!("{}, upper limit", about.label),
        "Upper confidence limit of the rate",
        ColumnKind::Decimal(1),
        part(&|e| e.upper),
    );
}

/// What a measure means, in a sentence for the data dictionary.
pub(super) fn meaning<T>(measure: &Measure<T>) -> String {
    let about = &measure.indicator;
    let mut words = format!("{} ({})", about.label, about.unit);
    if let (Some(numerator), Some(denominator)) = (&about.numerator, &about.denominator) {
        words.push_str(&format!("; {numerator} out of {denominator}"));
    }
    for (label, text) in [("period", &about.period), ("source", &about.source), ("method", &about.method)] {
        if !text.is_empty() {
            words.push_str(&format!("; {label}: {text}"));
        }
    }
    words
}
