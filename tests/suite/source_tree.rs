//! The source files as the architecture test reads them: lines of code without comments, tests left out.

use std::fs;
use std::path::{Path, PathBuf};

/// One file of the product's source.
pub(crate) struct SourceFile {
    /// Its path below `src`, with `/` between its parts.
    pub(crate) path: String,
    /// How many lines it has, tests and comments too.
    pub(crate) lines: usize,
    /// Its code: (line number, text), without comments and without tests.
    pub(crate) code: Vec<(usize, String)>,
}

/// The files of `src`, in order of their paths; files that are only compiled for tests have no code here.
pub(crate) fn source_files() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let texts: Vec<(PathBuf, String)> =
        rust_files(&root).into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect();
    let only_tests: Vec<PathBuf> = texts.iter().flat_map(|(path, text)| test_modules(path, text)).collect();
    let read = |(path, text): (PathBuf, String)| {
        let is_test =
            only_tests.iter().any(|test| path.starts_with(test) || path == test.with_extension("rs"));
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        SourceFile {
            path: name,
            lines: text.lines().count(),
            code: if is_test { vec![] } else { code(&text) },
        }
    };
    texts.into_iter().map(read).collect()
}

impl SourceFile {
    /// The first part of its path: the stage or the noun it belongs to.
    pub(crate) fn room(&self) -> &str {
        self.path.split('/').next().unwrap().trim_end_matches(".rs")
    }

    /// How many modules lie above its contents: `read/cells/date.rs` has three.
    fn depth(&self) -> usize {
        let parts = self.path.split('/').count();
        if self.path.ends_with("/mod.rs") { parts - 1 } else { parts }
    }

    /// The modules at the root of the crate that it names, with the line: by `crate::`, `crate::{…}` or `super::`.
    pub(crate) fn root_modules(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for (i, (line, text)) in self.code.iter().enumerate() {
            for (at, _) in text.match_indices("crate::").filter(|(at, _)| begins_word(text, *at)) {
                let rest = &text[at + "crate::".len()..];
                if rest.starts_with('{') {
                    let following = self.code[i + 1..].iter().map(|(_, text)| text.as_str());
                    let listed = listed(&[rest].into_iter().chain(following).collect::<String>());
                    found.extend(listed.into_iter().map(|name| (*line, name)));
                } else {
                    found.push((*line, word(rest)));
                }
            }
            let climbs = "super::".repeat(self.depth());
            if let Some(at) = text.find(&climbs) {
                found.push((*line, word(text[at..].trim_start_matches("super::"))));
            }
        }
        found
    }

    /// The lines that name an outside crate.
    pub(crate) fn lines_naming(&self, krate: &str) -> Vec<usize> {
        let names = |text: &str| {
            text.match_indices(krate).any(|(at, _)| {
                let after = &text[at + krate.len()..];
                let imported =
                    text.trim_start().starts_with("use ") && (after == ";" || after.starts_with(" as "));
                begins_word(text, at) && !text[..at].ends_with("::") && (after.starts_with("::") || imported)
            })
        };
        self.code.iter().filter(|(_, text)| names(text)).map(|(line, _)| *line).collect()
    }
}

/// The Rust files below a folder, in order of their paths.
pub(crate) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Modules in files of their own that are only compiled for tests, without their ending.
fn test_modules(path: &Path, text: &str) -> Vec<PathBuf> {
    let stem = path.file_stem().unwrap();
    let here = path.parent().unwrap();
    let folder = if stem == "mod" || stem == "lib" { here.to_owned() } else { here.join(stem) };
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let declared = |pair: &[&str]| {
        let name = pair[1].trim_start_matches("pub(crate) ").strip_prefix("mod ")?.strip_suffix(';')?;
        (pair[0] == "#[cfg(test)]").then(|| folder.join(name))
    };
    lines.windows(2).filter_map(declared).collect()
}

/// The lines before the tests of a file, without comments.
fn code(text: &str) -> Vec<(usize, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let tests = lines.windows(2).position(|pair| pair[0] == "#[cfg(test)]" && pair[1].ends_with('{'));
    let kept = &lines[..tests.unwrap_or(lines.len())];
    let without_comment = |line: &str| match line.find("//") {
        Some(at) if !line[..at].ends_with(':') => line[..at].to_owned(),
        _ => line.to_owned(),
    };
    (1..).zip(kept).map(|(number, line)| (number, without_comment(line))).collect()
}

fn begins_word(text: &str, at: usize) -> bool {
    !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The names directly inside the braces that the text starts with.
fn listed(text: &str) -> Vec<String> {
    let (mut depth, mut names, mut name) = (0, Vec::new(), String::new());
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 || depth == 1 && c == ',' {
            names.push(word(name.trim()));
            name.clear();
        } else if depth == 1 && c != '{' && c != '}' {
            name.push(c);
        }
        if depth == 0 {
            break;
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

#[test]
fn names_in_braces_are_found_and_those_inside_them_are_not() {
    assert_eq!(listed("{area::{Area, AreaCode}, join, read::table::Table};"), ["area", "join", "read"]);
}

#[test]
fn code_ends_where_the_tests_begin_and_has_no_comments() {
    let text = "use a::b; // c::d\n\n#[cfg(test)]\nmod tests {\n    use polars::x;\n}\n";
    let code = code(text);
    assert_eq!(code, [(1, "use a::b; ".to_owned()), (2, String::new())]);
}
