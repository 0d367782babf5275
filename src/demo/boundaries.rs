//! Boundaries as GeoJSON, and the look-ups between boundary years and up to larger areas.
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use geo::{LineString, Polygon};
use serde_json::{Value, json};

use super::codes::{AUTHORITIES, Change, msoa, msoa_name, ward};
use super::facts::LookUpFacts;
use super::place::{Place, lon_lat};
use super::table::{row, write};

/// Writes the boundaries of all areas, one line per area, in longitude and latitude (WGS84).
pub(super) fn write_boundaries(path: &Path, place: &Place) -> io::Result<()> {
    let features: io::Result<Vec<String>> =
        (0..place.plots.len()).map(|area| Ok(feature(place, area)?.to_string())).collect();
    let text = format!(
        "{{\n\"type\": \"FeatureCollection\",\n\"name\": \"lsoa21\",\n\"features\": [\n{}\n]\n}}\n",
        features?.join(",\n")
    );
    std::fs::write(path, text)
}

fn feature(place: &Place, area: usize) -> io::Result<Value> {
    let plot = &place.plots[area];
    let [lon, lat] = lon_lat(plot.centre)?;
    let polygons: io::Result<Vec<Value>> = plot.outline.iter().map(polygon).collect();
    let geometry = match polygons?.as_slice() {
        [one] => json!({ "type": "Polygon", "coordinates": one }),
        several => json!({ "type": "MultiPolygon", "coordinates": several }),
    };
    let properties = json!({
        "LSOA21CD": place.codes[area], "LSOA21NM": place.names[area],
        "BNG_E": plot.centre.x.round() as i64, "BNG_N": plot.centre.y.round() as i64,
        "LAT": lat, "LONG": lon,
    });
    Ok(json!({ "type": "Feature", "properties": properties, "geometry": geometry }))
}

fn polygon(polygon: &Polygon) -> io::Result<Value> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let ring = |ring: &LineString| ring.coords().map(|point| lon_lat(*point)).collect::<io::Result<Vec<_>>>();
    Ok(json!(rings.map(ring).collect::<io::Result<Vec<_>>>()?))
}

/// Writes the three look-ups into a folder and counts the kinds of change.
pub(super) fn write_lookups(folder: &Path, place: &Place) -> io::Result<LookUpFacts> {
    write_years(&folder.join("lsoa11_lsoa21_lad22.csv"), place)?;
    write_wards(&folder.join("lsoa21_ward24_lad24.csv"), place)?;
    write_msoas(&folder.join("lsoa11_msoa11.csv"), place)?;
    let rows = |change: Change| place.parts.iter().filter(|part| part.change == change).count();
    Ok(LookUpFacts {
        unchanged_rows: rows(Change::Unchanged),
        split_rows: rows(Change::Split),
        merged_rows: rows(Change::Merged),
        complex_rows: rows(Change::Complex),
    })
}

fn write_years(path: &Path, place: &Place) -> io::Result<()> {
    let rows: Vec<_> = place
        .parts
        .iter()
        .map(|part| {
            let (code, name) = AUTHORITIES[place.plots[part.area].authority];
            row([&part.lsoa11, &part.change.letter(), &place.codes[part.area], &code, &name])
        })
        .collect();
    write(path, &["lsoa11_code", "change_code", "lsoa21_code", "ltla22_code", "ltla22_name"], &rows)
}

fn write_wards(path: &Path, place: &Place) -> io::Result<()> {
    let names = ward_names(place);
    let rows: Vec<_> = (0..place.plots.len())
        .map(|area| {
            let plot = &place.plots[area];
            let (code, name) = AUTHORITIES[plot.authority];
            row([&place.codes[area], &names[&plot.ward], &ward(plot.ward), &name, &code])
        })
        .collect();
    write(path, &["lsoa21_code", "ward24_name", "ward24_code", "ltla24_name", "ltla24_code"], &rows)
}

fn ward_names(place: &Place) -> BTreeMap<usize, String> {
    const FIRST: [&str; 8] = ["Alder", "Brock", "Copper", "Dunn", "Elver", "Fallow", "Gannet", "Hazel"];
    const SECOND: [&str; 5] = ["stone", "ford Quay", "mere", "thorpe", "wick Green"];
    let name = |ward: usize| format!("{}{}", FIRST[ward % 8], SECOND[(ward / 8) % 5]);
    place.plots.iter().map(|plot| (plot.ward, name(plot.ward))).collect()
}

fn write_msoas(path: &Path, place: &Place) -> io::Result<()> {
    let mut rows = BTreeMap::new();
    for part in &place.parts {
        let number = place.plots[part.area].msoa;
        let cells = row([&part.lsoa11, &msoa(number), &msoa_name(&place.plots, number)]);
        rows.entry(part.lsoa11.clone()).or_insert(cells);
    }
    let rows: Vec<_> = rows.into_values().collect();
    write(path, &["lsoa11_code", "msoa11_code", "msoa11_name"], &rows)
}
