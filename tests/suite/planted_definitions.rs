//! What is planted among the people of the made-up partnership is found, seed after seed, and nothing else is.

use std::path::Path;

use reachgap::assess::partnership::PartnershipFindings;
use reachgap::assess::partnership::between::Relation;
use reachgap::assess::partnership::verdict::Verdict;
use reachgap::assessment::Assessment;
use reachgap::run;

/// The partnership of one seed, without what takes long and has nothing to do with it.
fn partnership(seed: u64) -> PartnershipFindings {
    let dir = tempfile::tempdir().expect("a folder");
    let file = reachgap::demo::write_assessment(dir.path(), seed).expect("a place");
    let mut assessment = read(&file);
    let settings = &mut assessment.settings;
    (settings.clusters, settings.scan, settings.inequality) = (None, None, None);
    settings.sensitivity.draws = 0;
    settings.gap.also.clear();
    let (_, findings, _) = run::findings(&assessment, &mut |_| {}).expect("findings");
    findings.partnership.expect("a partnership")
}

fn read(file: &Path) -> Assessment {
    Assessment::read(file, None, jiff::civil::date(2026, 11, 22)).expect("an assessment")
}

fn verdicts(found: &PartnershipFindings) -> Vec<(String, Verdict)> {
    let of = |one: &&reachgap::assess::partnership::DefinitionFindings| {
        (one.registered.definition.id.clone(), one.claims()[0].1)
    };
    found.current().iter().map(of).collect()
}

#[test]
#[ignore = "prints"]
fn print() {
    for seed in 1..=20 {
        let found = partnership(seed);
        println!("seed {seed}: {} tests", found.tests);
        for one in &found.definitions {
            for test in &one.tests {
                let ratio = test.ratio.as_ref().map(|r| (r.ratio.value, r.ratio.limits.lower, r.ratio.limits.upper));
                println!("  {} {:?} {:?} p {:?} {:?} {:?} hangs {} bounds {:?}", one.registered.definition.id, test.measured, ratio, test.p, test.verdict, test.why, test.hangs_on_unknown, test.bounds.map(|b| (b.0.value, b.1.value)));
            }
        }
        for pair in &found.between.pairs {
            if pair.relation == Relation::Contradict { println!("  contradict {} {}", pair.first, pair.second); }
        }
        for s in &found.searched {
            match s {
                Ok(s) => for g in &s.groups { println!("  group {:?} {} of {:.1} p {:.5} named by {:?} most {}", g.levels, g.reached, g.expected, g.p, g.named_by, g.most_covered); },
                Err(e) => println!("  {e:?}"),
            }
        }
        println!("  {:?}", verdicts(&found));
    }
}
