//! Columns that say where something is, in degrees or in metres.

use super::point::{self, PointKind};
use super::row_faults::RowFaults;
use super::source::Source;
use crate::area::Crs;
use crate::problem::Problems;

/// The columns of a point, as an assessment names them.
#[derive(Debug, Clone, Copy)]
pub struct PointColumns<'a> {
    /// The longitude, in degrees.
    pub longitude: Option<&'a str>,
    /// The latitude, in degrees.
    pub latitude: Option<&'a str>,
    /// The easting, in metres.
    pub easting: Option<&'a str>,
    /// The northing, in metres.
    pub northing: Option<&'a str>,
}

/// The points of a table's rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Points {
    /// How the coordinates are to be read.
    pub crs: Crs,
    /// One per row; `None` where the row has none.
    pub points: Vec<Option<[f64; 2]>>,
}

impl<'a> PointColumns<'a> {
    /// Metres where both are named, else degrees.
    fn pair(self) -> Option<([&'a str; 2], PointKind, Crs)> {
        let metres = self.easting.zip(self.northing).map(|(e, n)| [e, n]);
        let degrees = || self.longitude.zip(self.latitude).map(|(x, y)| [x, y]);
        match metres {
            Some(names) => Some((names, PointKind::Metres, Crs::BritishNationalGrid)),
            None => degrees().map(|names| (names, PointKind::Degrees, Crs::Wgs84)),
        }
    }

    /// The headers that are named.
    pub fn named(self) -> Vec<&'a str> {
        self.pair().map(|(names, _, _)| names.to_vec()).unwrap_or_default()
    }

    /// Reads the points of a table. Faults of rows are told by kind, with the first row and how many there are.
    ///
    /// # Errors
    /// `None` where a column is missing, which is told.
    pub fn read(self, source: &Source, problems: &mut Problems) -> Option<Points> {
        let (names, kind, crs) = self.pair()?;
        let columns = source.table.require(&names, problems)?;
        let mut faults = RowFaults::default();
        let points = (0..source.table.rows()).map(|row| {
            let cell = |of: usize| source.table.cell(columns[of], row);
            point::parse(cell(0), cell(1), kind).unwrap_or_else(|fault| {
                faults.note(columns[0], source.table.row_number(row), fault);
                None
            })
        });
        let points = points.collect();
        faults.tell(&source.table.path, 0, |column| source.table.headers()[column].clone(), problems);
        Some(Points { crs, points })
    }
}
