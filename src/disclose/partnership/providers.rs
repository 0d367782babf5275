//! Providers compared.

use super::rows::{Rows, estimate, figure, no_share, people, share, text};
use super::{Told, machine_name};
use crate::assess::partnership::providers::{Compared, ProviderComparison, ProviderFinding};
use crate::disclose::evidence::{
    Cell, Chart, ColumnKind, Drawing, FunnelLimit, FunnelWords, Point, SectionEvidence, Table,
};
use crate::estimate::funnel::Band;
use crate::number_words::{number, things, thousands};
use crate::words::{capital, listed};

use ColumnKind::{Count, Decimal, Proportion, Text};

/// What a funnel of providers is of.
const PROVIDERS: FunnelWords = FunnelWords {
    things: ["provider", "providers"],
    size: "People expected to complete",
    value: "People who completed ÷ people expected to",
    benchmark: "as many as expected",
};

fn why(one: &ProviderFinding) -> String {
    let reasons: Vec<String> = one.not_comparable.iter().map(|why| why.words()).collect();
    format!("not comparable because {}", listed(&reasons))
}

/// Where a ratio stands, in words.
fn standing(band: Band) -> &'static str {
    match band {
        Band::FarBelow => "far fewer than expected (below the 99.8% limit)",
        Band::Below => "fewer than expected (below the 95% limit)",
        Band::Within => "as expected (within the limits)",
        Band::Above => "more than expected (above the 95% limit)",
        Band::FarAbove => "far more than expected (above the 99.8% limit)",
    }
}

impl Told<'_> {
    pub(super) fn provider_tables(&self) -> Vec<Table> {
        self.found.providers.iter().map(|found| self.provider_table(found)).collect()
    }

    fn provider_table(&self, found: &ProviderComparison) -> Table {
        let mut rows = Rows::new(&[
            ("provider", "Provider", "The provider", Text),
            (
                "came",
                "Came",
                "People who came at least the time given before the records end, rounded",
                Count,
            ),
            ("completed", "Completed", "Those of them who completed, rounded", Count),
        ]);
        rows.with_limits(("share", "Share", "Share of them who completed", Proportion));
        rows.column(("expected", "Expected", "Those expected to complete, had its people the rates of all comparable providers together, stratum by stratum", Decimal(1)));
        rows.with_limits((
            "ratio",
            "Completed ÷ expected",
            "Those who completed ÷ those expected to",
            Decimal(2),
        ));
        for (id, label) in [("funnel_95", "Funnel, 95%"), ("funnel_998", "Funnel, 99.8%")] {
            for end in ["lower", "upper"] {
                let about = format!(
                    "{} limit of the funnel about 1, widened for what providers always differ in",
                    capital(end)
                );
                rows.column((&format!("{id}_{end}"), &format!("{label} {end} limit"), &about, Decimal(2)));
            }
        }
        rows.column((
            "waiting_days",
            "Median wait, days",
            "Days until half of those referred were first met (Kaplan–Meier)",
            Count,
        ));
        rows.column((
            "finding",
            "Where it stands",
            "Where the ratio stands in the funnel, or why the provider is not comparable",
            Text,
        ));
        rows.rows.extend(found.providers.iter().map(row));
        let mut notes = vec![
            format!(
                "Comparisons allow for {}. The funnel allows for chance, for the rounding of numbers, and for what providers always differ in.",
                self.allowed_for()
            ),
            format!(
                "Waits are given where at least {} people were referred.",
                crate::assess::partnership::waiting::FEWEST
            ),
        ];
        notes.extend(found.unnamed.filter(|n| *n > 0.0).map(|n| {
            format!("About {} people came to a provider that the records do not name.", thousands(n))
        }));
        rows.table(
            &format!("providers_{}", machine_name(&found.name)),
            &format!("{}: providers of {}", self.title, found.name),
            "One row for each provider: how many of those who came stayed to the end, beside what other providers achieve with people like theirs.",
            notes,
        )
    }

    fn allowed_for(&self) -> String {
        let words = self.found.case_mix.words();
        if words.is_empty() { "nothing".into() } else { listed(&words) }
    }

    pub(super) fn provider_charts(&self) -> Vec<Chart> {
        self.found.providers.iter().filter_map(|found| self.provider_chart(found)).collect()
    }

    fn provider_chart(&self, found: &ProviderComparison) -> Option<Chart> {
        let mut compared: Vec<(&str, &Compared)> = found
            .providers
            .iter()
            .filter_map(|one| Some((one.provider.as_str(), one.compared.as_ref()?)))
            .collect();
        compared.sort_by(|a, b| a.1.expected.total_cmp(&b.1.expected).then(a.0.cmp(b.0)));
        if compared.is_empty() {
            return None;
        }
        let limits = compared.iter().map(|(_, of)| FunnelLimit {
            expected: of.expected,
            inner: (of.inner.lower, of.inner.upper),
            outer: (of.outer.lower, of.outer.upper),
        });
        let point = |(rank, (name, of)): (usize, &(&str, &Compared))| Point {
            x: of.expected,
            y: of.ratio.value,
            name: (*name).to_owned(),
            rank: Some(rank),
        };
        let points = compared.iter().enumerate().map(point).collect();
        Some(self.chart(
            format!("partnership_providers_{}", machine_name(&found.name)),
            &format!("providers of {}, compared", found.name),
            "Each point is a provider, its people's case mix allowed for. Between the lines is what chance and what providers always differ in would give",
            Drawing::Funnel { words: PROVIDERS, points, limits: limits.collect() },
            &format!("providers_{}", machine_name(&found.name)),
        ))
    }

    /// The part of the page.
    pub(super) fn providers_section(&self) -> Option<SectionEvidence> {
        if self.found.providers.is_empty() {
            return None;
        }
        let points = self
            .found
            .providers
            .iter()
            .flat_map(|found| &found.providers)
            .filter(|one| !one.not_comparable.is_empty());
        Some(SectionEvidence {
            id: "providers".into(),
            heading: "Providers compared".into(),
            words: self.found.providers.iter().flat_map(|found| self.provider_words(found)).collect(),
            points: points.map(|one| (capital(&one.provider), capital(&format!("{}.", why(one))))).collect(),
            pictures: self
                .found
                .providers
                .iter()
                .map(|found| format!("partnership_providers_{}", machine_name(&found.name)))
                .collect(),
            tables: self
                .found
                .providers
                .iter()
                .map(|found| format!("providers_{}", machine_name(&found.name)))
                .collect(),
        })
    }

    fn provider_words(&self, found: &ProviderComparison) -> Vec<String> {
        let compared: Vec<(&str, &Compared)> = found
            .providers
            .iter()
            .filter_map(|one| Some((one.provider.as_str(), one.compared.as_ref()?)))
            .collect();
        let of = things(found.providers.len() as u64, "provider", "providers");
        let mut words = vec![format!(
            "{}: {} of {of} can be compared in how many of those who came stayed to the end; the comparison allows for {}.",
            capital(&found.name),
            number(compared.len() as f64, 0),
            self.allowed_for()
        )];
        let outside: Vec<_> = compared.iter().filter(|(_, of)| of.band != Band::Within).collect();
        for (name, of) in &outside {
            words.push(format!(
                "{}: about {} completed where {} would be expected: {}.",
                capital(name),
                thousands((of.ratio.value * of.expected).round()),
                number(of.expected, 0),
                standing(of.band)
            ));
        }
        if outside.is_empty() && !compared.is_empty() {
            words.push(
                "None of them lies outside what chance, and what providers always differ in, would give."
                    .into(),
            );
        }
        words
    }
}

fn row(one: &ProviderFinding) -> Vec<Cell> {
    let mut row = vec![text(&one.provider)];
    match one.completion {
        Ok(share) => row.extend([people(Some(share.of)), people(Some(share.part))]),
        Err(why) => row.extend([no_share(why), no_share(why)]),
    }
    row.extend(share(one.completion));
    match &one.compared {
        Some(of) => {
            row.push(figure(Some(of.expected), 1));
            row.extend(estimate(Some(of.ratio), 2));
            let ends = [of.inner.lower, of.inner.upper, of.outer.lower, of.outer.upper];
            row.extend(ends.map(|end| figure(Some(end), 2)));
        }
        None => row.extend(std::iter::repeat_n(Cell::NotApplicable, 8)),
    }
    row.push(one.waiting.map_or(figure(None, 0), |days| figure(Some(days), 0)));
    row.push(text(one.compared.map_or_else(|| why(one), |of| standing(of.band).to_owned())));
    row
}
