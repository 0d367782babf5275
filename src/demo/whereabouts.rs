//! Where a record says that a person lives: by area code, by postcode, by point, or not at all.
use std::io;

use geo::Coord;
use rand_pcg::Pcg64;

use super::codes::Change;
use super::draw::{any, weighted};
use super::place::{Place, lon_lat};
use super::postcodes::{Postcodes, UNKNOWN};
use super::table::degrees;

/// The four location cells of a record; empty where the service does not know.
#[derive(Clone, Default)]
pub(super) struct Whereabouts {
    code: String,
    postcode: String,
    point: Option<[f64; 2]>,
    /// The point lies in another area than the code says.
    pub(super) point_elsewhere: bool,
}

/// Ways in which a record may lead nowhere in the place.
#[derive(Clone, Copy)]
pub(super) enum Stray {
    OldCode,
    UnknownPostcode,
    AtSea,
    Outside,
}

/// A spot in the bay, in no area.
const SEA: Coord = Coord { x: 214_000.0, y: 280_000.0 };

impl Whereabouts {
    /// A home in this area, known in the mixture of ways that services have.
    pub(super) fn usual(place: &Place, area: usize, codes: &Postcodes, rng: &mut Pcg64) -> io::Result<Self> {
        let by_code = Self::by_code(place, area);
        let home = lon_lat(place.point_in(area, rng))?;
        let postcode = any(rng, &codes[area]).clone();
        Ok(match weighted(rng, &[0.55, 0.24, 0.11, 0.06, 0.01, 0.03]) {
            0 => by_code,
            1 => Self { postcode, ..Self::default() },
            2 => Self { point: Some(home), ..Self::default() },
            3 => Self { point: Some(home), postcode, ..by_code },
            4 => Self { point: Some(beside(place, area, rng)?), point_elsewhere: true, ..by_code },
            _ => Self::default(),
        })
    }

    /// A home known by its area code alone.
    pub(super) fn by_code(place: &Place, area: usize) -> Self {
        Self { code: place.codes[area].clone(), ..Self::default() }
    }

    /// A home that cannot be found in the place.
    pub(super) fn stray(place: &Place, stray: Stray, rng: &mut Pcg64) -> io::Result<Self> {
        Ok(match stray {
            Stray::OldCode => {
                let ended: Vec<&str> = place
                    .parts
                    .iter()
                    .filter(|part| part.change != Change::Unchanged)
                    .map(|part| part.lsoa11.as_str())
                    .collect();
                Self { code: (*any(rng, &ended)).to_owned(), ..Self::default() }
            }
            Stray::UnknownPostcode => Self { postcode: UNKNOWN.to_owned(), ..Self::default() },
            Stray::AtSea => Self { point: Some(lon_lat(SEA)?), ..Self::default() },
            Stray::Outside => Self::by_code(place, *any(rng, &place.areas(false))),
        })
    }

    /// Whether the record says anything of the home.
    pub(super) fn is_known(&self) -> bool {
        !self.code.is_empty() || !self.postcode.is_empty() || self.point.is_some()
    }

    /// Code, postcode, longitude and latitude as a record shows them.
    pub(super) fn cells(&self) -> [String; 4] {
        let [lon, lat] = self.point.map_or([String::new(), String::new()], |point| point.map(degrees));
        [self.code.clone(), self.postcode.clone(), lon, lat]
    }
}

fn beside(place: &Place, area: usize, rng: &mut Pcg64) -> io::Result<[f64; 2]> {
    let other = *any(rng, &place.plots[area].neighbours);
    lon_lat(place.point_in(other, rng))
}
