//! Nothing is lost between reading and placing: every row is used or left out, every amount is somewhere.

use proptest::prelude::*;
use serde_json::Value;

use crate::hidden_place::HiddenPlace;
use crate::outputs::{reachgap, record};

/// Every source of a run balances.
fn everything_balances(run: &Value) {
    for entry in run["ledger"].as_array().unwrap() {
        let count = |path: &str| entry.pointer(path).unwrap().as_u64().unwrap();
        let dropped: u64 = entry["dropped"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
        assert_eq!(count("/rows_read"), count("/rows_used") + dropped, "{entry:#}");
        let placed =
            ["by_code", "by_point", "by_postcode", "outside_place", "no_location", "unknown_location"];
        let placed: u64 = placed.iter().map(|way| count(&format!("/placement/{way}"))).sum();
        assert_eq!(count("/rows_used"), placed, "{entry:#}");
        for bound in ["lowest", "highest"] {
            let amount = |part: &str| entry["amount"][part][bound].as_f64().unwrap();
            let parts = amount("placed") + amount("outside_place") + amount("unplaced");
            assert!((amount("total") - parts).abs() <= 1e-9 * parts.max(1.0), "{entry:#}");
        }
        let files: u64 = run["inputs"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|input| input["source"] == entry["source"])
            .filter_map(|input| input["rows"].as_u64())
            .sum();
        assert!(files >= count("/rows_read"), "{entry:#}");
    }
}

#[test]
fn the_demo_balances_in_every_source() {
    let folder = tempfile::tempdir().unwrap();
    reachgap(folder.path(), &["demo", "d", "--quiet"]);
    everything_balances(&record(&folder.path().join("d/reachgap-output")));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn a_place_of_any_counts_balances_and_keeps_everybody(
        reached in prop::collection::vec(0u32..40, 12),
        outside in 0u32..8, unplaced in 0u32..8,
    ) {
        let place = HiddenPlace { outside, unplaced, ..HiddenPlace::of(&reached) };
        let folder = tempfile::tempdir().unwrap();
        place.write(folder.path());
        reachgap(folder.path(), &["run", "assessment.toml", "--quiet"]);
        let run = record(&folder.path().join("reachgap-output"));
        everything_balances(&run);
        let amount = &crate::outputs::entry(&run, "uptake: mentoring")["amount"];
        let part = |name: &str| amount[name]["lowest"].as_f64().unwrap() as u32;
        prop_assert_eq!(part("placed"), reached.iter().sum::<u32>());
        prop_assert_eq!((part("outside_place"), part("unplaced")), (outside, unplaced));
    }
}
