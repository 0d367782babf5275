//! The whole run on the demo's place, from files to maps and tables.

use divan::Bencher;
use jiff::civil::date;
use reachgap::assessment::Assessment;
use reachgap::{demo, run};

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 5)]
fn demo_from_files_to_outputs(bencher: Bencher) {
    let folder = tempfile::tempdir().expect("a folder for the demo");
    let file = demo::write_assessment(folder.path(), 1).expect("the demo is written");
    let assessment = Assessment::read(&file, None, date(2026, 11, 22)).expect("the demo is sound");
    let out = folder.path().join("out");
    run::run(&assessment, &out, false, &mut |_| ()).expect("the demo runs");
    assert!(out.join("public/report.html").is_file(), "the run writes its report");
    bencher.bench_local(|| run::run(&assessment, &out, true, &mut |_| ()).expect("the demo runs"));
}
