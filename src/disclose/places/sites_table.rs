//! The table of the sites of a service.

use super::Together;
use crate::disclose::evidence::{Cell, ColumnKind, Columns, Table};
use crate::measure::{Missing, Value};

impl Together<'_> {
    /// The sites of the service.
    pub(super) fn sites_table(&self) -> Option<Table> {
        let found = self.found().access.as_ref()?;
        let sites: Vec<_> = found.sites.iter().map(|site| &self.joined.near.sites[*site]).collect();
        let mut columns = Columns::default();
        columns.add(
            "site",
            "Site",
            "Its id",
            ColumnKind::Text,
            sites.iter().map(|s| Cell::Text(s.id.clone())).collect(),
        );
        columns.add(
            "name",
            "Name",
            "Its name",
            ColumnKind::Text,
            sites.iter().map(|s| Cell::Text(s.name.clone())).collect(),
        );
        columns.add(
            "kind",
            "Kind",
            "What kind of site it is",
            ColumnKind::Text,
            sites.iter().map(|s| Cell::Text(s.kind.clone())).collect(),
        );
        columns.add(
            "capacity",
            "Places",
            "How many people it can serve; 1 where the file does not say",
            ColumnKind::Count,
            sites.iter().map(|s| Cell::rounded(Value::Known(s.capacity), 0)).collect(),
        );
        if let Ok(access) = &found.catchment {
            let people = access.weighted_people.iter().map(|p| Cell::rounded(Value::Known(*p), 0)).collect();
            columns.add(
                "people_within_reach",
                "People within reach",
                "Eligible people of the place who can reach it, weighted by how easily",
                ColumnKind::Count,
                people,
            );
            let (id, label, per) = self.places_within_reach();
            let ratio = access.ratios.iter().zip(&access.weighted_people).map(|(ratio, people)| {
                if *people > 0.0 {
                    Cell::rounded(Value::Known(ratio * per), 2)
                } else {
                    Cell::Missing(Missing::NobodyEligible)
                }
            });
            columns.add(
                id,
                label,
                &format!("{label} who can reach it, weighted by how easily"),
                ColumnKind::Decimal(2),
                ratio.collect(),
            );
        }
        let name = &self.service.uptake.service;
        let title = self.title(&format!("{name}, sites"));
        Some(columns.table(&self.id("sites"), &title, "One row for each site.", Vec::new()))
    }
}
