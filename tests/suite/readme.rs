//! What the README tells people to type works as written, and says what the README says it says.
//!
//! A block of commands after `<!-- runs -->` is run, line by line, in one folder for all blocks; after
//! `<!-- runs, and ends with 3 -->` its last command must end so. A block of text after `<!-- prints -->` must be what
//! the last command printed. Commands that need the toolchain are listed here, and nothing else may stand unmarked.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// Commands of the README that this test cannot run: it runs inside the second of them.
const NOT_RUN: [&str; 2] = ["cargo test", "cargo install --path ."];

/// A fenced block of the README, with the remark on the line before it.
struct Block {
    remark: String,
    language: String,
    lines: Vec<String>,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut before = "";
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let inside = lines.by_ref().take_while(|l| !l.starts_with("```")).map(str::to_owned);
            blocks.push(Block {
                remark: before.to_owned(),
                language: language.to_owned(),
                lines: inside.collect(),
            });
        }
        before = line;
    }
    blocks
}

/// The folder that a reader follows the README in, and what the last command did there.
struct Reader {
    folder: TempDir,
    printed: String,
    code: Option<i32>,
}

impl Reader {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), printed: String::new(), code: None }
    }

    fn types(&mut self, line: &str) {
        let typed = line.strip_prefix("cargo run -- ").or_else(|| line.strip_prefix("reachgap "));
        let arguments = typed.unwrap_or_else(|| panic!("not a command of this program: {line}"));
        let mut program = Command::new(env!("CARGO_BIN_EXE_reachgap"));
        let output =
            program.current_dir(self.folder.path()).args(arguments.split_whitespace()).output().unwrap();
        self.code = output.status.code();
        self.printed = String::from_utf8(output.stdout).unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(self.code.is_some_and(|code| code <= 4), "{line}\n{told}");
    }

    fn runs(&mut self, block: &Block) {
        let expected = match block.remark.as_str() {
            "<!-- runs -->" => 0,
            other => other
                .strip_prefix("<!-- runs, and ends with ")
                .and_then(|rest| rest.strip_suffix(" -->"))
                .and_then(|code| code.parse().ok())
                .unwrap_or_else(|| panic!("not marked as run or not: {}", block.lines.join("\n"))),
        };
        for line in &block.lines {
            self.types(line);
            assert_eq!(self.code, Some(expected), "{line}");
        }
    }
}

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

#[test]
fn every_command_of_the_readme_runs_as_written() {
    let mut reader = Reader::new();
    for block in blocks(&readme()) {
        match (block.remark.as_str(), block.language.as_str()) {
            ("<!-- prints -->", _) => assert_eq!(reader.printed.trim_end(), block.lines.join("\n")),
            (_, "sh") if block.lines.iter().all(|line| NOT_RUN.contains(&line.as_str())) => {}
            (_, "sh") => reader.runs(&block),
            (_, other) => panic!("a block of \"{other}\" that nothing checks"),
        }
    }
}

#[test]
fn the_first_command_is_the_demo_and_the_second_the_tests() {
    let commands: Vec<String> =
        blocks(&readme()).into_iter().filter(|b| b.language == "sh").flat_map(|b| b.lines).collect();
    assert_eq!(commands[..2], ["cargo run -- demo", "cargo test"]);
}

/// The starter as it is written, and with every line switched on that is switched off.
fn starters() -> [String; 2] {
    let written = include_str!("../../data/starter.toml");
    let is_key = |line: &str| {
        line.starts_with('[') || line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '))
    };
    let on = |line: &str| match line.strip_prefix("# ") {
        Some(off) if is_key(off) => off.to_owned(),
        _ => line.to_owned(),
    };
    [written.to_owned(), written.lines().map(on).collect::<Vec<_>>().join("\n")]
}

#[test]
fn the_starter_lacks_nothing_but_its_data() {
    for (starter, files) in starters().into_iter().zip([4, 12]) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("assessment.toml");
        fs::write(&file, starter).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_reachgap"));
        let output = program.args(["check", "--quiet"]).arg(&file).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        let missing = |line: &&str| line.contains("no such file") || line.contains("no file of this name");
        let problems: Vec<&str> = told.lines().filter(|line| !line.starts_with("  hint: ")).collect();
        assert_eq!(output.status.code(), Some(3), "{told}");
        assert!(problems.iter().all(missing), "{told}");
        assert_eq!(problems.len(), files, "{told}");
    }
}
