//! Street-level crime in the layout of data.police.uk: one file a month, one month missing.
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use geo::Coord;
use rand::RngExt;
use rand_pcg::Pcg64;

use super::draw::{Step, any, chance, count, stream};
use super::facts::CrimeFacts;
use super::offence::{kind, outcome, street};
use super::place::{Place, lon_lat};
use super::table::{degrees, row, write};

const HEADER: [&str; 12] = [
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
];
const FORCE: &str = "Wexshire Police";
const YEAR: u32 = 2024;
const MISSING_MONTH: u32 = 8;
/// Crimes per resident and month in an area of the usual level.
const USUAL_RATE: f64 = 0.006;
const WITHOUT_LOCATION: f64 = 0.01;
/// Share of places on the list that lie across the border of the area they are counted in.
const ACROSS_THE_BORDER: f64 = 0.03;

/// One place on the fixed list to which crimes are moved before they are published.
struct SnapPoint {
    at: [f64; 2],
    street: String,
    across: bool,
}

/// Writes the monthly files into a folder and reports what they hold.
pub(super) fn write_crime(folder: &Path, place: &Place, seed: u64) -> io::Result<(Vec<PathBuf>, CrimeFacts)> {
    let mut rng = stream(seed, Step::Crime);
    let points: io::Result<Vec<_>> =
        (0..place.plots.len()).map(|area| snap_points(place, area, &mut rng)).collect();
    let points = points?;
    let mut facts =
        CrimeFacts { missing_month: format!("{YEAR}-{MISSING_MONTH:02}"), ..CrimeFacts::default() };
    let mut files = Vec::new();
    for month in (1..=12).filter(|month| *month != MISSING_MONTH) {
        let mut file = MonthFile { month: format!("{YEAR}-{month:02}"), rows: Vec::new() };
        file.fill(place, &points, &mut facts, &mut rng)?;
        let name = PathBuf::from(format!("{}-wexley-street.csv", file.month));
        write(&folder.join(&name), &HEADER, &file.rows)?;
        facts.rows += file.rows.len();
        facts.repeated_rows += file.rows.len() - file.rows.iter().collect::<BTreeSet<_>>().len();
        facts.antisocial_behaviour += file.rows.iter().filter(|cells| cells[0].is_empty()).count();
        facts.months.push(file.month);
        files.push(name);
    }
    Ok((files, facts))
}

fn snap_points(place: &Place, area: usize, rng: &mut Pcg64) -> io::Result<Vec<SnapPoint>> {
    let neighbours: Vec<usize> =
        place.plots[area].neighbours.iter().copied().filter(|other| place.within(*other)).collect();
    (0..rng.random_range(7..13))
        .map(|_| {
            let across = !neighbours.is_empty() && chance(rng, ACROSS_THE_BORDER);
            let lies_in = if across { *any(rng, &neighbours) } else { area };
            Ok(SnapPoint { at: lon_lat(place.point_in(lies_in, rng))?, street: street(rng), across })
        })
        .collect()
}

/// The rows of one month.
struct MonthFile {
    month: String,
    rows: Vec<Vec<String>>,
}

impl MonthFile {
    fn fill(
        &mut self,
        place: &Place,
        points: &[Vec<SnapPoint>],
        facts: &mut CrimeFacts,
        rng: &mut Pcg64,
    ) -> io::Result<()> {
        if chance(rng, 0.5) {
            let far = SnapPoint { at: lon_lat(FAR_AWAY)?, street: street(rng), across: false };
            self.push(Some((&far, "E01999001", "Farthing Isle 001A")), rng);
            facts.unknown_code += 1;
        }
        for _ in 0..count(rng, 4.0) {
            let area = *any(rng, &place.areas(false));
            self.push(Some((any(rng, &points[area]), &place.codes[area], &place.names[area])), rng);
            facts.outside_place += 1;
        }
        for area in place.areas(true) {
            let usual = f64::from(place.residents(area)) * USUAL_RATE;
            for _ in 0..count(rng, usual * place.communities[area].crime) {
                if chance(rng, WITHOUT_LOCATION) {
                    self.push(None, rng);
                    facts.without_location += 1;
                    continue;
                }
                let point = any(rng, &points[area]);
                self.push(Some((point, &place.codes[area], &place.names[area])), rng);
                facts.in_place += 1;
                facts.point_elsewhere += usize::from(point.across);
            }
        }
        Ok(())
    }

    fn push(&mut self, at: Option<(&SnapPoint, &str, &str)>, rng: &mut Pcg64) {
        let kind = kind(rng);
        let [id, outcome] = match kind {
            "Anti-social behaviour" => [String::new(), String::new()],
            _ => [crime_id(rng), outcome(rng).to_owned()],
        };
        let [lon, lat, street, code, name] = match at {
            None => ["", "", "No Location", "", ""].map(str::to_owned),
            Some((point, code, name)) => {
                let [lon, lat] = point.at.map(degrees);
                [lon, lat, format!("On or near {}", point.street), code.to_owned(), name.to_owned()]
            }
        };
        let cells =
            row([&id, &self.month, &FORCE, &FORCE, &lon, &lat, &street, &code, &name, &kind, &outcome, &""]);
        self.rows.push(cells);
    }
}

/// A spot some way off, which lies in no area of the boundary file.
const FAR_AWAY: Coord = Coord { x: 212_000.0, y: 262_000.0 };

fn crime_id(rng: &mut Pcg64) -> String {
    let halves: [u128; 2] = [rng.random(), rng.random()];
    format!("{:032x}{:032x}", halves[0], halves[1])
}
