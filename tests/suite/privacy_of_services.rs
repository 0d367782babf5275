//! An intruder reads what is published of two services side by side, and everything that speaks of both.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use tempfile::TempDir;

use crate::hidden_place::HiddenPlace;
use crate::outputs::{Row, contents, number, reachgap, rows, table};

const SERVICES: [&str; 2] = ["mentoring", "advice"];
const AREAS: usize = 12;

/// Whether both services stand in one file, told apart by a column, or each in a file of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Files {
    One,
    Two,
}

struct Published {
    folder: TempDir,
}

/// People reached by each service, by area: each has few people where the other has many.
fn nasty() -> [HiddenPlace; 2] {
    let mut places = [
        HiddenPlace::of(&[2, 4, 30, 25, 0, 41, 6, 1, 5, 22, 38, 98]),
        HiddenPlace::of(&[33, 21, 3, 40, 17, 2, 28, 36, 1, 44, 4, 19]),
    ];
    (places[0].outside, places[0].unplaced) = (1, 2);
    (places[1].outside, places[1].unplaced) = (6, 7);
    places
}

fn publish(places: &[HiddenPlace; 2], files: Files) -> Published {
    let folder = tempfile::tempdir().unwrap();
    places[0].write(folder.path());
    let file: PathBuf = folder.path().join("assessment.toml");
    let text = fs::read_to_string(&file).unwrap();
    if files == Files::One {
        let mut both = "service,person,date,status,code,group\n".to_owned();
        for (service, place) in SERVICES.iter().zip(places) {
            place.records().lines().skip(1).for_each(|line| writeln!(both, "{service},{line}").unwrap());
        }
        fs::write(folder.path().join("mentoring.csv"), both).unwrap();
        fs::write(&file, text.replace("service = \"mentoring\"", "service_column = \"service\"")).unwrap();
    } else {
        fs::write(folder.path().join("advice.csv"), places[1].records()).unwrap();
        let start = text.find("[[uptake]]").unwrap();
        let end = text.find("[need]").unwrap();
        let second = text[start..end].replace("mentoring", "advice");
        fs::write(&file, format!("{}{second}{}", &text[..end], &text[end..])).unwrap();
    }
    reachgap(folder.path(), &["run", "assessment.toml", "--quiet"]);
    Published { folder }
}

impl Published {
    fn out(&self) -> PathBuf {
        self.folder.path().join("reachgap-output")
    }

    fn table(&self, name: &str) -> Vec<Row> {
        table(&self.out(), name)
    }

    fn areas(&self, service: &str) -> Vec<Row> {
        self.table(&format!("reach_{service}_equal_reach"))
    }
}

/// What is published, as conditions on the people reached by each service in each area.
struct Conditions(Vec<(Vec<usize>, f64, f64)>);

impl Conditions {
    fn new(published: &Published) -> Self {
        let mut conditions = Self(Vec::new());
        let mut all_known = true;
        let mut whole = 0.0;
        for (at, service) in SERVICES.iter().enumerate() {
            let areas = published.areas(service);
            let cells = |keep: &dyn Fn(&Row) -> bool| -> Vec<usize> {
                (0..AREAS).filter(|area| keep(&areas[*area])).map(|area| AREAS * at + area).collect()
            };
            for (area, row) in areas.iter().enumerate() {
                // Zeros are shown, so that a hidden count is at least one.
                let (low, high) = number(row, "reached").map_or((1.0, 100.0), |n| (n, n));
                conditions.0.push((vec![AREAS * at + area], low, high));
            }
            for total in published.table(&format!("authorities_{service}")) {
                let place = total["authority"] == "Whole place";
                let inside = cells(&|row| place || row["authority"] == total["authority"]);
                match number(&total, "reached") {
                    Some(n) => conditions.0.push((inside, n, n)),
                    None => all_known &= !place,
                }
                whole += number(&total, "reached").filter(|_| place).unwrap_or_default();
            }
            conditions.add_statuses(published, service, at);
        }
        conditions.add_ledger(published, all_known, whole);
        conditions
    }

    /// Everybody reached in the place has the status, and some others may.
    fn add_statuses(&mut self, published: &Published, service: &str, at: usize) {
        for row in published.table(&format!("pathway_{service}")) {
            if let (Some(people), "engaged") = (number(&row, "people"), row["status"].as_str()) {
                self.0.push(((AREAS * at..AREAS * (at + 1)).collect(), 0.0, people));
            }
        }
    }

    /// The report tells how many rows of a file were placed, each of them a person reached by one of its services.
    fn add_ledger(&mut self, published: &Published, all_known: bool, whole: f64) {
        let report = fs::read_to_string(published.out().join("public/report.html")).unwrap();
        let record = fs::read_to_string(published.out().join("run.json")).unwrap();
        let record: serde_json::Value = serde_json::from_str(&record).unwrap();
        let entries = record["ledger"].as_array().unwrap();
        let of_people: Vec<_> = entries.iter().filter(|e| e["of_people"] == true).collect();
        for entry in &of_people {
            let placement = &entry["placement"];
            let placed = placement["by_code"].as_f64().unwrap();
            let is_told = !report.contains("What became of the rows is withheld");
            if is_told && of_people.len() == 1 {
                self.0.push(((0..2 * AREAS).collect(), placed, placed));
            }
            // The rows read are told in any case: nobody is counted twice, so no more were reached.
            let read = entry["rows_read"].as_f64().unwrap();
            if of_people.len() == 1 {
                self.0.push(((0..2 * AREAS).collect(), 0.0, read));
            }
        }
        assert!(!all_known || whole > 0.0);
    }

    /// The whole numbers between which a sum of counts must lie.
    fn range(&self, wanted: &[usize]) -> (f64, f64) {
        let ends = [OptimizationDirection::Minimize, OptimizationDirection::Maximize].map(|direction| {
            let mut problem = Problem::new(direction);
            let gain = |cell: usize| if wanted.contains(&cell) { 1.0 } else { 0.0 };
            let cells: Vec<Variable> =
                (0..2 * AREAS).map(|cell| problem.add_var(gain(cell), (0.0, 100.0))).collect();
            for (of, least, most) in &self.0 {
                let terms: Vec<(Variable, f64)> = of.iter().map(|cell| (cells[*cell], 1.0)).collect();
                problem.add_constraint(terms.clone(), ComparisonOp::Ge, *least);
                problem.add_constraint(terms, ComparisonOp::Le, *most);
            }
            problem.solve().unwrap().into_solution().unwrap().objective()
        });
        ((ends[0] - 1e-6).ceil(), (ends[1] + 1e-6).floor())
    }
}

#[test]
fn no_withheld_count_of_one_service_follows_from_the_other() {
    for files in [Files::One, Files::Two] {
        let places = nasty();
        let published = publish(&places, files);
        let conditions = Conditions::new(&published);
        for (at, service) in SERVICES.iter().enumerate() {
            let areas = published.areas(service);
            let hidden: Vec<usize> =
                (0..AREAS).filter(|area| number(&areas[*area], "reached").is_none()).collect();
            assert!(hidden.len() >= 4, "{service}: {hidden:?}");
            for area in hidden {
                let count = places[at].reached[area];
                let (low, high) = conditions.range(&[AREAS * at + area]);
                assert!((low..=high).contains(&f64::from(count)), "the attack is wrong of {service}");
                let wanted = if count < 5 { 3.0 } else { 1.0 };
                assert!(high - low >= wanted, "{service} in area {area}: {count} is {low} to {high}");
            }
        }
    }
}

/// Mean reach of the areas where a group lives is told of each service: it must rest on shown areas alone.
#[test]
fn what_is_said_of_where_groups_live_rests_on_shown_areas() {
    let published = publish(&nasty(), Files::Two);
    let homes = rows(&published.folder.path().join("groups.csv"));
    for service in SERVICES {
        let areas = published.areas(service);
        for row in published.table("where_they_live_group") {
            let Some(told) = number(&row, &format!("reach_of_their_areas_{service}")) else { continue };
            let mut sums = (0.0, 0.0);
            for area in &areas {
                let Some(reach) = number(area, "reach") else { continue };
                let home = homes.iter().find(|home| home["code"] == area["area_code"]).unwrap();
                let people: f64 = home[&row["group"]].parse().unwrap();
                sums = (sums.0 + reach * people, sums.1 + people);
            }
            assert!((told - sums.0 / sums.1).abs() < 0.001, "{service}, {}: {told}", row["group"]);
        }
    }
}

/// The strongest of all: places that differ only in what is withheld of one service give the same publication.
#[test]
fn the_publication_of_two_services_does_not_depend_on_withheld_counts() {
    for files in [Files::One, Files::Two] {
        let mut other = nasty();
        other[0].reached.swap(0, 1);
        let [first, second] = [nasty(), other].map(|places| publish(&places, files));
        let areas = first.areas("mentoring");
        assert!((0..2).all(|area| number(&areas[area], "reached").is_none()));
        let [first, second] = [&first, &second].map(|run| contents(&run.out().join("public")));
        let differing: Vec<&Path> = first
            .iter()
            .filter(|(file, bytes)| second.get(*file) != Some(bytes))
            .map(|(file, _)| file.as_path())
            .collect();
        assert!(differing.is_empty() && first.len() == second.len(), "{differing:?} differ");
    }
}
