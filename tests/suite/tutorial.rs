//! What the tutorial of the first definition tells people to write and type works as written, and says what it says.
//!
//! All blocks are followed in one folder, in their order, by the remark on the line before each: pieces of TOML are
//! looked for in a file, appended to it, or put for its last line of the same name; commands are run; each line of a
//! text must be in what the last command printed, or on a page, where tags do not count.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

const TUTORIAL: &str = include_str!("../../docs/tutorial-first-definition.md");

/// Whoever follows the tutorial.
struct Reader {
    folder: TempDir,
    printed: String,
}

impl Reader {
    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    fn read(&self, file: &str) -> String {
        let text = fs::read_to_string(self.path(file)).unwrap_or_else(|why| panic!("{file}: {why}"));
        text.replace("\r\n", "\n")
    }

    fn follow(&mut self, remark: &str, block: &str) {
        let between = |from: &str, to: &str| remark.strip_prefix(from).and_then(|rest| rest.strip_suffix(to));
        if remark == "runs" {
            self.run(block, 0);
        } else if let Some(code) = between("runs, and ends with ", "") {
            self.run(block, code.parse().unwrap());
        } else if remark == "prints" {
            told(&self.printed, block, "what was printed");
        } else if let Some(page) = between("says, on ", "") {
            told(&without_tags(&self.read(page)), &one_spaced(block), page);
        } else if let Some(file) = between("stands in ", "") {
            assert!(self.read(file).contains(block), "not in {file}:\n{block}");
        } else if let Some(file) = between("appended to ", "") {
            fs::write(self.path(file), format!("{}{block}\n", self.read(file))).unwrap();
        } else if let Some(file) = between("put in ", ", for the last line of that name") {
            fs::write(self.path(file), for_the_last(&self.read(file), block)).unwrap();
        } else {
            panic!("nobody knows what to do with this block: {remark}\n{block}");
        }
    }

    fn run(&mut self, commands: &str, code: i32) {
        for line in commands.lines() {
            let typed = line.strip_prefix("reachgap ").unwrap_or_else(|| panic!("not a command: {line}"));
            let mut program = Command::new(env!("CARGO_BIN_EXE_reachgap"));
            let output =
                program.current_dir(self.folder.path()).args(typed.split_whitespace()).output().unwrap();
            let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
            assert_eq!(output.status.code(), Some(code), "{line}\n{err}");
            self.printed = out + &err;
        }
    }
}

/// Each line of the block must be in the text.
fn told(text: &str, block: &str, of: &str) {
    for line in block.lines() {
        assert!(text.contains(line), "{of} does not say\n{line}\nbut\n{text}");
    }
}

/// The file with this line in the place of its last one of the same name.
fn for_the_last(file: &str, line: &str) -> String {
    let name = line.split(" = ").next().unwrap();
    let at = file.rfind(&format!("\n{name} = ")).unwrap_or_else(|| panic!("no line begins with {name}")) + 1;
    let end = file[at..].find('\n').map_or(file.len(), |end| at + end);
    format!("{}{line}{}", &file[..at], &file[end..])
}

/// Runs of white space within lines as one space.
fn one_spaced(text: &str) -> String {
    let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The words of a page, on one line.
fn without_tags(page: &str) -> String {
    let body = page.find("<body").map_or(page, |at| &page[at..]);
    let after_tags = body.split('<').map(|part| part.split_once('>').map_or("", |(_, after)| after));
    let text = after_tags.collect::<Vec<_>>().join(" ");
    let entities =
        [("&#x27;", "'"), ("&#39;", "'"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    let text = entities.iter().fold(text, |text, (entity, letter)| text.replace(entity, letter));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_tutorial_of_the_first_definition_works_as_written() {
    let mut reader = Reader { folder: tempfile::tempdir().unwrap(), printed: String::new() };
    let mut before = "";
    let mut followed = 0;
    let mut lines = TUTORIAL.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            let inside: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            let remark = before.strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->"));
            reader.follow(remark.unwrap_or_default(), &inside.join("\n"));
            followed += 1;
        }
        before = line;
    }
    assert!(followed > 15, "{followed} blocks were found");
}
