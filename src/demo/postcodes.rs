//! A postcode look-up in the layout of the National Statistics Postcode Lookup.
use std::io;
use std::path::Path;

use rand::RngExt;
use rand_pcg::Pcg64;

use super::codes::{AUTHORITIES, msoa, ward};
use super::draw::{Step, chance, stream, weighted};
use super::place::{Place, lon_lat};
use super::table::{degrees, row, write};

const PER_AREA: usize = 9;
const HEADER: [&str; 18] = [
    "pcd", "pcd2", "pcds", "dointr", "doterm", "usertype", "oseast1m", "osnrth1m", "osgrdind", "laua",
    "ward", "ctry", "lsoa11", "msoa11", "lsoa21", "msoa21", "lat", "long",
];
/// Postcode areas that Royal Mail has not given out.
const POST_TOWNS: [&str; 3] = ["WX", "MV", "TX"];
/// A postcode of the right form that is in no look-up.
pub(super) const UNKNOWN: &str = "WX99 9ZZ";

/// The postcodes of each area, by position of the area.
pub(super) type Postcodes = Vec<Vec<String>>;

/// Gives every area its postcodes and writes the look-up, with a few postcodes that have no grid reference.
pub(super) fn write_postcodes(path: &Path, place: &Place, seed: u64) -> io::Result<Postcodes> {
    let mut rng = stream(seed, Step::Postcodes);
    let (mut rows, mut postcodes) = (Vec::new(), vec![Vec::new(); place.plots.len()]);
    for (area, own) in postcodes.iter_mut().enumerate() {
        for number in 0..PER_AREA {
            let postcode = postcode(place, area, number);
            rows.push(located(place, area, &postcode, &mut rng)?);
            own.push(postcode);
        }
    }
    let large_users = (0..5).map(|n| format!("WX98 {n}AA"));
    rows.extend(large_users.map(|postcode| unlocated(&postcode)));
    write(path, &HEADER, &rows)?;
    Ok(postcodes)
}

fn postcode(place: &Place, area: usize, number: usize) -> String {
    const LETTERS: &[u8; 20] = b"ABDEFGHJLNPQRSTUWXYZ";
    let town = POST_TOWNS[place.plots[area].authority];
    let unit = area * PER_AREA + number;
    let letter = |n: usize| char::from(LETTERS[n % 20]);
    format!("{town}{} {}{}{}", 1 + unit / 400, (unit / 40) % 10, letter(unit / 20 % 2 + number), letter(unit))
}

fn located(place: &Place, area: usize, postcode: &str, rng: &mut Pcg64) -> io::Result<Vec<String>> {
    let plot = &place.plots[area];
    let parts: Vec<_> = place.parts.iter().filter(|part| part.area == area).collect();
    let shares: Vec<f64> = parts.iter().map(|part| part.share).collect();
    let lsoa11 = &parts[weighted(rng, &shares)].lsoa11;
    let point = place.point_in(area, rng);
    let [lon, lat] = lon_lat(point)?;
    let ended = if chance(rng, 0.03) { format!("2023{:02}", rng.random_range(1..13)) } else { String::new() };
    let (seven, eight) = spaced(postcode);
    let (east, north) = (format!("{:.0}", point.x), format!("{:07.0}", point.y));
    Ok(row([
        &seven,
        &eight,
        &postcode,
        &"198001",
        &ended,
        &0,
        &east,
        &north,
        &1,
        &AUTHORITIES[plot.authority].0,
        &ward(plot.ward),
        &"E92000001",
        lsoa11,
        &msoa(plot.msoa),
        &place.codes[area],
        &msoa(plot.msoa),
        &degrees(lat),
        &degrees(lon),
    ]))
}

/// A postcode without a grid reference: positional quality 9 and the published stand-in coordinates.
fn unlocated(postcode: &str) -> Vec<String> {
    let (seven, eight) = spaced(postcode);
    let none = "";
    row([
        &seven,
        &eight,
        &postcode,
        &"201001",
        &none,
        &1,
        &none,
        &none,
        &9,
        &none,
        &none,
        &"E92000001",
        &none,
        &none,
        &none,
        &none,
        &"99.999999",
        &"0.000000",
    ])
}

/// The seven- and eight-character forms of a postcode.
fn spaced(postcode: &str) -> (String, String) {
    let (out, inward) = postcode.split_once(' ').unwrap_or((postcode, ""));
    (format!("{out:<4}{inward}"), format!("{out:<4} {inward}"))
}
