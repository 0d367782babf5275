//! Worked numbers of `docs/methods` that only the whole program gives: people counted once, shares of groups,
//! priorities. All are worked out by hand.

use crate::support::Place;

/// What `reachgap explain` says of one of the three areas.
fn explained(place: &Place, area: &str) -> String {
    let mut program = place.program();
    let output = program.args(["explain", "assessment.toml", area, "--quiet"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn says(place: &Place, area: &str, told: &str) {
    let explained = explained(place, area);
    assert!(explained.contains(told), "{area}: not told:\n{told}\n\nit said:\n{explained}");
}

const UPTAKE_OF_ADVICE: &str = r#"[[uptake]]
service = "advice"
file = "advice.csv"
geography = "lsoa21"
code = "code"
longitude = "lon"
latitude = "lat"
person = "person"
date = "date"
"#;

/// One person: referred in the second area, then met in the first, then in the second.
#[test]
fn a_person_counts_once_where_first_reached() {
    let rows = "person,date,code,lon,lat,status\n\
        p1,2025-03-01,E01000002,,,referred\n\
        p1,2025-03-15,E01000002,,,engaged\n\
        p1,2025-03-08,E01000001,,,engaged\n";
    let place = Place::valid().write("advice.csv", rows).change(
        "assessment.toml",
        UPTAKE_OF_ADVICE,
        &format!("{UPTAKE_OF_ADVICE}status = \"status\"\n"),
    );
    says(&place, "E01000001", "  reached 1 (1 March 2025 to 15 March 2025)\n  contacts 1\n");
    says(&place, "E01000002", "  reached 0 (1 March 2025 to 15 March 2025)\n  contacts 1\n");
}

/// 590 of 4,800 are members; the third area has 90 of 1,700, and the most deprivation and crime.
#[test]
fn priority_is_people_short_times_need() {
    let place = Place::valid();
    let explained = explained(&place, "E01000003");
    let library = explained.split("Service: ").find(|part| part.starts_with("library")).unwrap();
    let number = |after: &str| -> f64 {
        let rest = library.split(after).nth(1).unwrap_or_else(|| panic!("no {after} in\n{library}"));
        rest.split_whitespace().next().unwrap().parse().unwrap()
    };
    let least = -23.0 * (1.0 - (1.0 - (-100.0_f64 / 23.0).exp()) / 3.0).ln();
    assert!((least - 9.18).abs() < 0.005, "{least}");
    let short: f64 = 1700.0 * 590.0 / 4800.0 - 90.0;
    assert!((short - 118.958_333_333).abs() < 1e-9);
    assert!((number("people short = expected − observed = ") - short).abs() < 1e-9);
    assert!((number("\n  priority ") - short * (100.0 - least)).abs() < 1e-6);
    assert!((short * (100.0 - least) - 10_804.0).abs() < 0.5, "{}", short * (100.0 - least));
}

/// 150 people reached: 60 of 1,600 in one group, 90 of 3,200 in the other.
#[test]
fn a_group_is_set_against_its_share() {
    let mut rows = "person,date,code,lon,lat,group\n".to_owned();
    for n in 0..150 {
        let (area, group) = (1 + n % 3, if n < 60 { "Green" } else { "Blue" });
        rows += &format!("p{n:03},2025-03-{:02},E0100000{area},,,{group}\n", 1 + n % 28);
    }
    let groups = "[[groups]]\nname = \"colour\"\nfile = \"groups.csv\"\ngeography = \"lsoa21\"\ncode = \"code\"\n\
        period = 2024\n\n";
    let settings = format!("{groups}{UPTAKE_OF_ADVICE}groups = {{ colour = \"group\" }}\n");
    let place = Place::valid()
        .write("advice.csv", &rows)
        .write("groups.csv", "code,Green,Blue\nE01000001,500,1000\nE01000002,500,1100\nE01000003,600,1100\n")
        .change("assessment.toml", UPTAKE_OF_ADVICE, &settings);
    place.run().exits_with(0);
    let table = place.path("reachgap-output/public/tables/groups_advice_colour.csv");
    let table = std::fs::read_to_string(table).unwrap();
    let row = |group: &str| -> Vec<String> {
        let line = table.lines().find(|line| line.starts_with(group)).unwrap();
        line.split(',').map(str::to_owned).collect()
    };
    assert_eq!(row("Green")[1..5], ["1600", "60", "50.0", "1.200"]);
    assert_eq!(row("Blue")[1..5], ["3200", "90", "100.0", "0.900"]);
}
