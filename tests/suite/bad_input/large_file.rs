//! A file of 1 GB without a line break: refused within seconds, in little memory.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::support::Place;

/// The most memory that the refusal may take.
const MOST_KIB: u64 = 512 << 10;

fn write_single_line(path: &Path) {
    let mut file = File::create(path).unwrap();
    file.write_all(b"code,members,").unwrap();
    let piece = b"E01000001,12,".repeat(1 << 16);
    for _ in 0..(1 << 30) / piece.len() {
        file.write_all(&piece).unwrap();
    }
}

#[test]
fn a_single_line_of_1_gb_is_refused_quickly_and_in_little_memory() {
    let place = Place::valid();
    let file = place.path("members.csv");
    write_single_line(&file);
    let begun = Instant::now();
    let mut child =
        place.program().args(["check", "assessment.toml", "--quiet"]).stderr(Stdio::piped()).spawn().unwrap();
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        most = most.max(peak_memory_kib(child.id()).unwrap_or(0));
        thread::sleep(Duration::from_millis(5));
        assert!(begun.elapsed() < Duration::from_secs(60), "it takes too long");
    }
    fs::remove_file(&file).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{said}");
    let told = "error: members.csv, row 1: the row is longer than";
    assert!(said.contains(told) && said.contains("the file has no line breaks"), "{said}");
    assert!(most < MOST_KIB, "{most} KiB were used");
}

/// The most memory that a process has held so far, where the system tells.
fn peak_memory_kib(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}
