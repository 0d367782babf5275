//! Stages timed one by one, and the peak of memory; printed as lines of JSON.

use std::time::Instant;

use serde_json::{Value, json};

/// Does a stage, prints what it took and the digest of its answer.
pub(crate) fn stage<T>(
    name: &str,
    work: impl FnOnce() -> Option<T>,
    digest: impl FnOnce(&T) -> Value,
) -> Option<T> {
    let (wall, cpu) = (Instant::now(), cpu_seconds());
    let done = work();
    let (seconds, cpu) = (wall.elapsed().as_secs_f64(), cpu_seconds().zip(cpu).map(|(b, a)| b - a));
    let digest = done.as_ref().map(digest);
    println!("{}", json!({ "stage": name, "s": seconds, "cpu_s": cpu, "digest": digest }));
    done
}

/// CPU seconds of this process so far, where the system tells (Linux, in hundredths).
fn cpu_seconds() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/self/stat").ok()?;
    let after_name = told.rsplit_once(") ")?.1;
    let mut fields = after_name.split(' ').skip(11).map(|ticks| ticks.parse::<f64>().ok());
    Some((fields.next()?? + fields.next()??) / 100.0)
}

/// Prints the peak of this process's memory, where the system tells.
pub(crate) fn peak_of_memory() {
    println!("{}", json!({ "peak_rss_mb": status_kb("VmHWM:").map(|kb| kb as f64 / 1024.0) }));
}

/// A line of what the system tells of this process's memory, in kilobytes.
fn status_kb(line: &str) -> Option<u64> {
    let told = std::fs::read_to_string("/proc/self/status").ok()?;
    told.lines().find_map(|l| l.strip_prefix(line)?.trim().strip_suffix(" kB")?.parse().ok())
}
