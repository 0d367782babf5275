//! The output folder: taken, not to be written to, on a full disk, given up half-way.

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{Place, files_in};

#[test]
fn an_output_folder_with_somebodys_files_is_left_alone() {
    let place = Place::valid().write("out/thesis.txt", "years of work");
    for replace in [&[][..], &["--replace"]] {
        place
            .obey(place.program().args(["run", "assessment.toml", "--quiet", "--out", "out"]).args(replace))
            .exits_with(4)
            .tells("holds \"thesis.txt\", which no earlier run wrote\n  hint: name a new folder with --out")
            .wrote_nothing();
    }
}

#[test]
fn an_earlier_run_is_replaced_only_when_asked() {
    let place = Place::valid();
    place.run_into("out").exits_with(0);
    place
        .run_into("out")
        .exits_with(4)
        .tells("already holds a run\n  hint: name a new folder with --out, or add --replace")
        .wrote_nothing();
    let again =
        place.program().args(["run", "assessment.toml", "--quiet", "--out", "out", "--replace"]).output();
    assert!(again.unwrap().status.success());
}

#[test]
fn an_output_folder_that_is_a_file_is_refused() {
    let place = Place::valid();
    place
        .run_into("lookup.csv")
        .exits_with(4)
        .tells("lookup.csv is a file\n  hint: name a folder")
        .wrote_nothing();
    place
        .run_into("lookup.csv/out")
        .exits_with(4)
        .tells("cannot make the output folder lookup.csv/out: ")
        .wrote_nothing();
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_to_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::valid();
    let shut = place.path("shut");
    fs::create_dir(&shut).unwrap();
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(shut.join("probe"), "").is_ok() {
        // An administrator may write everywhere; the message is then that of a file in the way, tested above.
        return;
    }
    let outcome = place.run_into("shut/out");
    outcome
        .exits_with(4)
        .tells("cannot make the output folder")
        .tells("Permission denied")
        .tells("hint: name a folder that you may write to with --out")
        .wrote_nothing();
}

/// A file that may grow no further fails as on a full disk: in the middle of writing.
#[cfg(unix)]
#[test]
fn a_file_that_may_grow_no_further_leaves_nothing_behind() {
    let place = Place::valid();
    let limited = "trap '' XFSZ; ulimit -f 8; exec \"$0\" run assessment.toml --quiet --out out";
    let mut shell = Command::new("bash");
    shell.args(["-c", limited, env!("CARGO_BIN_EXE_reachgap")]).current_dir(place.path(""));
    place
        .obey(&mut shell)
        .exits_with(4)
        .tells("error: cannot write ")
        .tells("out/public/")
        .tells("File too large")
        .tells("hint: name a folder on a disk that allows larger files with --out")
        .wrote_nothing();
}

/// A disk of 64 KiB, where the system lets us make one.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_nothing_behind() {
    let place = Place::valid().write("disk/empty", "");
    let mount = "mount -t tmpfs -o size=64k none disk";
    let unshared = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "bash", "-c", script]);
        command.arg(env!("CARGO_BIN_EXE_reachgap")).current_dir(place.path(""));
        command
    };
    if !unshared(mount).stderr(Stdio::null()).status().is_ok_and(|status| status.success()) {
        // Mounting is forbidden here; the limit on the size of files, tested above, fails in the same places.
        return;
    }
    let run = "\"$0\" run assessment.toml --quiet --out disk/out; code=$?; ls -A disk >&2; exit $code";
    place
        .obey(&mut unshared(&format!("{mount} && {{ {run}; }}")))
        .exits_with(4)
        .tells("No space left on device")
        .tells_last("hint: free some space, or name a folder on another disk with --out")
        .wrote_nothing();
}

/// Ctrl-C while the program waits for an input: a pipe that nobody writes to.
#[cfg(unix)]
#[test]
fn ctrl_c_leaves_nothing_behind() {
    let place = Place::valid().remove("members.csv");
    assert!(Command::new("mkfifo").arg(place.path("members.csv")).status().unwrap().success());
    let before = files_in(&place.path(""));
    let child = place
        .program()
        .args(["run", "assessment.toml", "--out", "out"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while files_in(&place.path("")) == before {
        assert!(begun.elapsed() < Duration::from_secs(60), "no output folder was begun");
        thread::sleep(Duration::from_millis(10));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("interrupted: nothing was written"), "{said}");
    assert_eq!(files_in(&place.path("")), before);
}

/// Ctrl-C at any moment: either all is there, or nothing is.
#[cfg(unix)]
#[test]
fn ctrl_c_at_any_moment_leaves_all_or_nothing() {
    use std::os::unix::process::ExitStatusExt;
    for milliseconds in [0, 20, 50, 100, 200, 300, 500, 800] {
        let place = Place::valid();
        let before = files_in(&place.path(""));
        let run = ["run", "assessment.toml", "--quiet", "--out", "out"];
        let child = place.program().args(run).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        thread::sleep(Duration::from_millis(milliseconds));
        // It may have ended by itself.
        let kill =
            Command::new("kill").args(["-INT", &child.id().to_string()]).stderr(Stdio::null()).status();
        assert!(kill.is_ok());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        // 130, or ended by the signal itself while the program was starting.
        let stopped = output.status.code() == Some(130) || output.status.signal() == Some(2);
        assert!(output.status.success() || stopped, "{:?} after {milliseconds} ms: {said}", output.status);
        assert!(!said.contains("error:"), "after {milliseconds} ms: {said}");
        if place.path("out").exists() {
            assert!(place.path("out/run.json").is_file() && !said.contains("nothing was written"), "{said}");
            fs::remove_dir_all(place.path("out")).unwrap();
        }
        assert_eq!(files_in(&place.path("")), before, "after {milliseconds} ms");
    }
}
