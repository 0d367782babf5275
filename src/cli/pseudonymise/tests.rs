use clap::Parser;

use super::*;

const KEY: &str = "an example that is far too public to be a key";
const FILE: &str = "Ward,NHS,Age\nA,943 476 5919,7\nB,9434765919,7\nC,4010232137,9\nD,,4\nE,unknown,5\n";

#[derive(Debug, Parser)]
struct Typed {
    #[command(flatten)]
    pseudonymise: Pseudonymise,
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn with(file: &str) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        fs::write(folder.path("known.csv"), file).unwrap();
        make_key(&folder.path("new.key")).unwrap();
        fs::write(folder.path("new.key"), KEY).unwrap();
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn obey(&self, kept: Kept<'_>) -> Result<(String, Problems), Error> {
        self.obey_with("out.csv", "shared_id", kept)
    }

    fn obey_with(&self, out: &str, name: &str, kept: Kept<'_>) -> Result<(String, Problems), Error> {
        let (file, key, out) = (self.path("known.csv"), self.path("new.key"), self.path(out));
        Asked { file: &file, column: "NHS", key: &key, out: &out, name, kept }.obey()
    }

    fn out(&self) -> String {
        fs::read_to_string(self.path("out.csv")).unwrap()
    }
}

/// Neither the key nor an id is in a text.
fn is_silent(text: &str) -> bool {
    !["too public", "9434765919", "943 476 5919", "4010232137"].iter().any(|secret| text.contains(secret))
}

#[test]
fn ids_are_replaced_and_counted_and_appear_nowhere() {
    let folder = Folder::with(FILE);
    let (said, problems) = folder.obey(Kept::AllBut(&[])).unwrap();
    let one = "26980a071393727fcbccfbfcb6982aef";
    let rows: Vec<String> = folder.out().lines().map(str::to_owned).collect();
    assert_eq!(rows[..3], ["Ward,shared_id,Age".to_owned(), format!("A,{one},7"), format!("B,{one},7")]);
    assert_eq!(rows[4..], ["D,,4", "E,,5"]);
    assert!(
        said.starts_with(
            "5 rows, 2 different ids, 2 without an id, 1 id written in several ways and brought together\n"
        ),
        "{said}"
    );
    assert!(is_silent(&folder.out()) && is_silent(&said) && is_silent(&problems.to_string()));
    assert!(problems.to_string().starts_with("note: "), "{problems}");
}

#[test]
fn columns_are_left_out_as_asked() {
    let folder = Folder::with(FILE);
    folder.obey_with("out.csv", "pseudonym", Kept::Only(&["Ward"])).unwrap();
    assert!(folder.out().starts_with("Ward,pseudonym\r\n"));
    folder.obey_with("dropped.csv", "pseudonym", Kept::AllBut(&["Ward"])).unwrap();
    assert!(fs::read_to_string(folder.path("dropped.csv")).unwrap().starts_with("pseudonym,Age\r\n"));
}

#[test]
fn nothing_is_written_over() {
    let folder = Folder::with(FILE);
    let refused = |out: &str| folder.obey_with(out, "shared_id", Kept::AllBut(&[])).unwrap_err().to_string();
    assert!(refused("known.csv").starts_with("--out names the input itself"));
    assert!(refused("./known.csv").starts_with("--out names the input itself"));
    assert!(refused("new.key").starts_with("the key's file is named twice"));
    fs::write(folder.path("out.csv"), "mine").unwrap();
    assert!(refused("out.csv").contains("exists already"));
    assert_eq!(
        (folder.out().as_str(), fs::read_to_string(folder.path("known.csv")).unwrap().as_str()),
        ("mine", FILE)
    );
    assert!(make_key(&folder.path("new.key")).unwrap_err().to_string().contains("exists already"));
    assert_eq!(fs::read_to_string(folder.path("new.key")).unwrap(), KEY);
}

#[test]
fn a_new_key_is_for_its_owner_only_and_is_not_said() {
    let folder = Folder::with(FILE);
    let said = make_key(&folder.path("another.key")).unwrap();
    let text = fs::read_to_string(folder.path("another.key")).unwrap();
    assert!(Key::of_text(text.as_bytes()).is_ok() && !said.contains(text.trim()));
    assert!(!others_may_read(&folder.path("another.key")));
}

#[test]
fn a_key_that_is_missing_or_too_short_is_refused_without_showing_it() {
    let folder = Folder::with(FILE);
    fs::write(folder.path("new.key"), "our little secret").unwrap();
    let said = folder.obey(Kept::AllBut(&[])).unwrap_err().to_string();
    assert!(
        said.contains("the key has 17 bytes, and at least 32 are needed") && !said.contains("little"),
        "{said}"
    );
    fs::remove_file(folder.path("new.key")).unwrap();
    let said = folder.obey(Kept::AllBut(&[])).unwrap_err().to_string();
    assert!(said.contains("new.key: cannot be read") && said.contains("--new-key"), "{said}");
    assert!(!folder.path("out.csv").exists());
}

#[test]
fn ids_that_may_mislead_are_told_without_quoting_them() {
    let folder = Folder::with("NHS\n9434765919\n4010232137\n9434765918\n9434765928\n434765919\n");
    let (_, problems) = folder.obey(Kept::AllBut(&[])).unwrap();
    let said = problems.to_string();
    assert!(
        said.contains("column \"NHS\": 1 id is shorter than the longest, which has 10 characters"),
        "{said}"
    );
    assert!(
        said.contains("2 ids have not the check digit of an NHS number, of 4 that look like one"),
        "{said}"
    );
    assert!(is_silent(&said) && !said.contains("434765919"), "{said}");
}

#[test]
fn ids_that_a_spreadsheet_spoilt_are_refused() {
    for (id, words) in
        [("9.43E+09", "last digits a spreadsheet dropped"), ("9434765919.0", "with a decimal point")]
    {
        let folder = Folder::with(&format!("NHS\n4010232137\n{id}\n"));
        let said = folder.obey(Kept::AllBut(&[])).unwrap_err().to_string();
        assert!(said.contains(words) && is_silent(&said), "{said}");
        assert!(!folder.path("out.csv").exists());
    }
    let folder = Folder::with("NHS,Age\n,1\nunknown,2\n");
    assert!(folder.obey(Kept::AllBut(&[])).unwrap_err().to_string().contains("no row has an id"));
}

#[test]
fn the_pseudonyms_need_a_header_of_their_own() {
    let folder = Folder::with(FILE);
    for (name, words) in [("age", "another column that stays has it"), ("", "it is blank")] {
        let said = folder.obey_with("out.csv", name, Kept::AllBut(&[])).unwrap_err().to_string();
        assert!(said.contains(words), "{said}");
    }
    assert!(
        folder.obey_with("out.csv", "NHS", Kept::AllBut(&[])).is_ok(),
        "the header of the ids is free again"
    );
}

#[cfg(unix)]
#[test]
fn a_key_that_others_may_read_is_warned_of() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with(FILE);
    fs::set_permissions(folder.path("new.key"), fs::Permissions::from_mode(0o644)).unwrap();
    let (_, problems) = folder.obey(Kept::AllBut(&[])).unwrap();
    assert!(problems.to_string().contains("others on this computer may read the key"), "{problems}");
}

#[test]
fn what_is_typed_must_fit_together() {
    let typed = |words: &[&str]| Typed::try_parse_from([&["pseudonymise"], words].concat());
    assert!(typed(&["a.csv", "--column", "NHS", "--key", "k", "--out", "b.csv"]).is_ok());
    assert!(typed(&["--new-key", "k"]).is_ok());
    let kept = typed(&["a.csv", "--column", "NHS", "--key", "k", "--out", "b.csv", "--keep", "Ward", "Age"])
        .unwrap();
    assert_eq!(kept.pseudonymise.keep, ["Ward", "Age"]);
    assert!(typed(&["a.csv", "--column", "NHS", "--key", "k"]).is_err());
    assert!(
        typed(&["a.csv", "--column", "N", "--key", "k", "--out", "b", "--keep", "A", "--drop", "B"]).is_err()
    );
    assert!(typed(&["--new-key", "k", "--key", "j"]).is_err());
}
