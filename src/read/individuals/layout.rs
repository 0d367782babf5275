//! Where things stand in files of records.

use std::collections::BTreeMap;
use std::path::Path;

use crate::problem::{Problem, Problems};
use crate::read::individuals::{IndividualQuery, PointKind};
use crate::read::table::{missing_column, position};

/// The headers of the columns of records. Those left out are not read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndividualColumns {
    /// The person's pseudonymous id. Left out: every row is a contact, and people cannot be counted.
    pub person: Option<String>,
    /// The pseudonym that all agencies share.
    pub shared_id: Option<String>,
    /// The date of the contact.
    pub date: Option<String>,
    /// The age in years.
    pub age: Option<String>,
    /// The age band.
    pub age_band: Option<String>,
    /// The sex.
    pub sex: Option<String>,
    /// Any further attributes: their names and their headers.
    pub attributes: Vec<(String, String)>,
    /// The service.
    pub service: Option<String>,
    /// The agency.
    pub agency: Option<String>,
    /// How far the contact went.
    pub status: Option<String>,
    /// The area code.
    pub code: Option<String>,
    /// The postcode.
    pub postcode: Option<String>,
    /// The longitude in degrees.
    pub longitude: Option<String>,
    /// The latitude in degrees.
    pub latitude: Option<String>,
    /// The easting in metres.
    pub easting: Option<String>,
    /// The northing in metres.
    pub northing: Option<String>,
}

impl IndividualColumns {
    /// The names and headers of the columns of categories.
    pub(super) fn categories(&self) -> Vec<(&str, &str)> {
        let fixed = [
            ("age_band", &self.age_band),
            ("sex", &self.sex),
            ("service", &self.service),
            ("agency", &self.agency),
        ];
        let fixed = fixed.into_iter().filter_map(|(name, header)| Some((name, header.as_deref()?)));
        fixed.chain(self.attributes.iter().map(|(name, header)| (name.as_str(), header.as_str()))).collect()
    }

    /// The headers of the two coordinates, and what they are.
    pub(super) fn point(&self) -> Option<(&str, &str, PointKind)> {
        let both = |x: &'_ Option<String>, y: &'_ Option<String>| x.is_some() && y.is_some();
        if both(&self.longitude, &self.latitude) {
            return Some((self.longitude.as_deref()?, self.latitude.as_deref()?, PointKind::Degrees));
        }
        Some((self.easting.as_deref()?, self.northing.as_deref()?, PointKind::Metres))
    }

    /// Every header that is named, and those that rows are chosen by.
    pub(super) fn named<'n>(&'n self, only: &'n BTreeMap<String, Vec<String>>) -> Vec<&'n str> {
        let single =
            [&self.person, &self.shared_id, &self.date, &self.age, &self.status, &self.code, &self.postcode];
        let mut named: Vec<&str> = single.into_iter().filter_map(|header| header.as_deref()).collect();
        named.extend(self.categories().into_iter().map(|(_, header)| header));
        named.extend(self.point().into_iter().flat_map(|(x, y, _)| [x, y]));
        named.extend(only.keys().map(String::as_str));
        named
    }

    /// Refuses a mapping that cannot be meant.
    pub(super) fn check(&self, problems: &mut Problems) {
        let pairs = [
            (&self.longitude, &self.latitude, "longitude", "latitude"),
            (&self.easting, &self.northing, "easting", "northing"),
        ];
        for (x, y, first, second) in pairs {
            if x.is_some() != y.is_some() {
                let what = format!("only one of {first} and {second} is named");
                problems.push(Problem::error(what).hint("name both columns, or neither"));
            }
        }
        if self.longitude.is_some() && self.easting.is_some() {
            let what = "both degrees and metres are named: longitude and latitude are used";
            problems.push(Problem::warning(what).hint("name one pair of coordinates"));
        }
    }
}

/// Where the columns stand in one file.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) width: usize,
    pub(super) person: Option<usize>,
    pub(super) shared_id: Option<usize>,
    pub(super) date: Option<usize>,
    pub(super) age: Option<usize>,
    pub(super) status: Option<usize>,
    pub(super) code: Option<usize>,
    pub(super) postcode: Option<usize>,
    pub(super) categories: Vec<usize>,
    pub(super) point: Option<(usize, usize, PointKind)>,
    /// Columns that rows are chosen by, and the values that are kept.
    pub(super) only: Vec<(usize, Vec<String>)>,
}

impl Layout {
    /// Finds every column that is named.
    ///
    /// # Errors
    /// `None`, with every missing column among the problems.
    pub(super) fn find(
        path: &Path,
        headers: &[String],
        query: &IndividualQuery<'_>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let columns = query.columns;
        let all: Vec<&str> = headers.iter().map(String::as_str).collect();
        let mut missing = false;
        let mut find = |header: &str| {
            position(headers, header).unwrap_or_else(|| {
                problems.push(missing_column(path, header, &all));
                missing = true;
                0
            })
        };
        let layout = Self {
            width: headers.len(),
            person: columns.person.as_deref().map(&mut find),
            shared_id: columns.shared_id.as_deref().map(&mut find),
            date: columns.date.as_deref().map(&mut find),
            age: columns.age.as_deref().map(&mut find),
            status: columns.status.as_deref().map(&mut find),
            code: columns.code.as_deref().map(&mut find),
            postcode: columns.postcode.as_deref().map(&mut find),
            categories: columns.categories().into_iter().map(|(_, header)| find(header)).collect(),
            point: columns.point().map(|(x, y, kind)| (find(x), find(y), kind)),
            only: query.only.iter().map(|(header, values)| (find(header), values.clone())).collect(),
        };
        (!missing).then_some(layout)
    }
}
