use super::*;
use crate::publish::record;

fn parent() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// A complete run with one file and its record.
fn run(out: &Path, replace: bool, words: &str) -> Result<PathBuf, PublishError> {
    let staging = Staging::begin(out, replace)?;
    staging.write_bytes("public/areas.csv", words.as_bytes())?;
    let record = serde_json::json!({
        "program": record::PROGRAM,
        "outputs": [{ "file": "public/areas.csv" }],
    });
    staging.write_bytes(record::FILE, record.to_string().as_bytes())?;
    staging.commit()
}

#[test]
fn nothing_is_seen_until_the_run_is_complete() {
    let parent = parent();
    let out = parent.path().join("2025").join("out");
    let staging = Staging::begin(&out, false).expect("begins");
    staging.write_bytes("public/areas.csv", b"a").expect("writes");
    assert!(!out.exists());
    staging.commit().expect("finishes");
    assert_eq!(names_in(&out), ["public"]);
    assert_eq!(names_in(&parent.path().join("2025")), ["out"]);
}

#[test]
fn an_unfinished_run_leaves_nothing_behind() {
    let parent = parent();
    let staging = Staging::begin(&parent.path().join("a/b/out"), false).expect("begins");
    staging.write_bytes("private/people.parquet", b"a").expect("writes");
    drop(staging);
    assert!(names_in(parent.path()).is_empty());
}

#[test]
fn each_file_is_told_with_its_size_and_hash_in_order_of_name() {
    let parent = parent();
    let staging = Staging::begin(&parent.path().join("out"), false).expect("begins");
    staging.write_bytes("public/b.csv", b"").expect("writes");
    staging.write_bytes("public/a.csv", b"abc").expect("writes");
    let written = staging.written();
    assert_eq!((written[0].file.as_str(), written[0].bytes), ("public/a.csv", 3));
    assert_eq!(written[0].hash, blake3::hash(b"abc").to_hex().to_string());
    assert_eq!(written[1].file, "public/b.csv");
}

#[test]
fn an_earlier_run_is_replaced_only_when_asked() {
    let parent = parent();
    let out = parent.path().join("out");
    run(&out, false, "first").expect("a new folder");
    let refused = run(&out, false, "second").expect_err("already there");
    assert!(refused.to_string().contains("already holds a run\n  hint: "), "{refused}");
    assert!(refused.to_string().contains("--replace"));
    assert_eq!(fs::read_to_string(out.join("public/areas.csv")).expect("a file"), "first");
    run(&out, true, "third").expect("replaces");
    assert_eq!(fs::read_to_string(out.join("public/areas.csv")).expect("a file"), "third");
    assert_eq!(names_in(parent.path()), ["out"]);
}

#[test]
fn somebody_elses_file_is_never_replaced() {
    let parent = parent();
    let out = parent.path().join("out");
    run(&out, false, "first").expect("a new folder");
    fs::write(out.join("public").join("my notes.txt"), "keep me").expect("a file");
    let refused = run(&out, true, "second").expect_err("not ours");
    assert!(refused.to_string().contains("\"public/my notes.txt\", which no earlier run wrote"), "{refused}");
    assert_eq!(names_in(parent.path()), ["out"]);
}

#[test]
fn an_empty_folder_may_be_used_and_a_file_may_not() {
    let parent = parent();
    let out = parent.path().join("out");
    fs::create_dir(&out).expect("a folder");
    run(&out, false, "first").expect("an empty folder");
    let file = parent.path().join("file");
    fs::write(&file, "").expect("a file");
    assert!(matches!(run(&file, true, ""), Err(PublishError::NotAFolder { .. })));
    let inside = run(&file.join("out"), false, "").expect_err("a file is no parent");
    assert!(inside.to_string().contains("cannot make the output folder"), "{inside}");
}

#[test]
fn two_outputs_of_one_name_and_names_that_lead_elsewhere_are_refused() {
    let parent = parent();
    let staging = Staging::begin(&parent.path().join("out"), false).expect("begins");
    staging.write_bytes("public/a.csv", b"").expect("writes");
    assert!(matches!(staging.write_bytes("public/a.csv", b""), Err(PublishError::WrittenTwice { .. })));
    for name in ["../a", "/etc/a", "a//../b", "public/", "a b", "", "c:\\a"] {
        let refused = staging.write_bytes(name, b"");
        assert!(matches!(refused, Err(PublishError::FileName { .. })), "{name:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_with_the_file_and_leaves_nothing_behind() {
    let parent = parent();
    let out = parent.path().join("out");
    let staging = Staging::begin(&out, false).expect("begins");
    fs::create_dir(staging.path().join("public")).expect("a folder");
    std::os::unix::fs::symlink("/dev/full", staging.path().join("public/areas.csv")).expect("a link");
    let full = staging.write_bytes("public/areas.csv", b"some bytes").expect_err("the disk is full");
    assert!(full.to_string().contains("out/public/areas.csv: No space left on device"), "{full}");
    assert!(full.to_string().contains(
        "
  hint: free some space"
    ));
    drop(staging);
    assert!(names_in(parent.path()).is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn a_parent_that_cannot_be_written_to_is_told() {
    let refused = Staging::begin(Path::new("/proc/reachgap-out"), false).expect_err("no place");
    assert!(refused.to_string().starts_with("cannot make the output folder /proc/reachgap-out"), "{refused}");
    assert!(refused.to_string().contains("hint: "));
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_open_the_private_folder() {
    use std::os::unix::fs::PermissionsExt;
    let parent = parent();
    let staging = Staging::begin(&parent.path().join("out"), false).expect("begins");
    staging.write_bytes("private/people.parquet", b"").expect("writes");
    staging.write_bytes("public/a.csv", b"").expect("writes");
    let out = staging.commit().expect("finishes");
    let mode = |folder: &Path| fs::metadata(folder).expect("a folder").permissions().mode() & 0o777;
    assert_eq!(mode(&out.join("private")), 0o700);
    assert_ne!(mode(&out) & 0o055, 0, "others may read the output folder as far as umask allows");
}
