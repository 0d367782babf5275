//! The block reader against the `csv` crate, and what it says of damaged files.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::read::text::TextOptions;

type Record = (u64, Vec<String>);

/// Reads every record of files with blocks of this size.
fn records(paths: &[&Path], sizes: Sizes, delimiter: char) -> (Option<Vec<Record>>, Problems) {
    let mut problems = Problems::none();
    let options = TextOptions { delimiter: Some(delimiter), ..TextOptions::default() };
    let mut files = Vec::new();
    for path in paths {
        let Some(file) = TextFile::open(path, options, &mut problems) else { return (None, problems) };
        files.push(file);
    }
    let width = |f: &TextFile| Rows::new(f.sample(), f.delimiter()).next_row().map_or(0, |row| row.len());
    let reading = Reading {
        widths: files.iter().map(width).collect(),
        start: Vec::new,
        parse: |_, rows: &mut Rows<'_>| {
            let mut found = Vec::new();
            while let Some(row) = rows.next_row() {
                found.push((row.number, row.cells().map(str::to_owned).collect::<Vec<_>>()));
            }
            found
        },
        merge: |all: &mut Vec<Record>, place: Place, part: Vec<Record>| {
            all.extend(part.into_iter().map(|(n, cells)| (place.first_row + n, cells)));
        },
    };
    let found = read(&mut files, sizes, &reading, &mut problems).map(|(all, _)| all);
    (found, problems)
}

fn of_bytes(bytes: &[u8], sizes: Sizes) -> (Option<Vec<Record>>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("u.csv");
    fs::write(&path, bytes).expect("written");
    let (found, problems) = records(&[&path], sizes, ',');
    (found, problems.to_string().replace(&format!("{}/", folder.path().display()), ""))
}

fn by_csv_crate(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    reader.records().map(|r| r.expect("utf-8").iter().map(str::to_owned).collect()).collect()
}

/// A cell, written with or without quotes as asked.
fn cell() -> impl Strategy<Value = String> {
    let text = proptest::collection::vec(
        prop_oneof![
            4 => "[a-z0-9]",
            1 => Just("\"".to_owned()),
            1 => Just(",".to_owned()),
            1 => Just("\n".to_owned()),
            1 => Just("\r".to_owned()),
            1 => Just("é".to_owned())
        ],
        0..6,
    );
    (text, any::<bool>()).prop_map(|(parts, quoted)| {
        let text = parts.concat();
        if quoted || text.contains([',', '\n', '\r']) || text.starts_with('"') {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text
        }
    })
}

proptest! {
    #[test]
    fn any_block_size_gives_the_records_of_the_csv_crate(
        table in proptest::collection::vec(proptest::collection::vec(cell(), 3), 1..20),
        line_end in prop_oneof![Just("\n"), Just("\r\n"), Just("\r")],
        ended in any::<bool>(),
        block in 1_usize..80,
    ) {
        let mut text = table.iter().map(|row| row.join(",")).collect::<Vec<_>>().join(line_end);
        if ended {
            text.push_str(line_end);
        }
        let (found, said) = of_bytes(text.as_bytes(), Sizes { block, longest_row: 1 << 20 });
        let found: Vec<_> = found.expect(&said).into_iter().map(|(_, cells)| cells).collect();
        prop_assert_eq!(found, by_csv_crate(text.as_bytes()));
    }

    #[test]
    fn rows_are_counted_whatever_the_block_size(blank in 0_usize..4, rows in 1_usize..40, block in 1_usize..50) {
        let text = format!("a{}{}", "\r\n".repeat(blank + 1), "b\r\n".repeat(rows));
        let (found, _) = of_bytes(text.as_bytes(), Sizes { block, longest_row: 1 << 20 });
        let numbers: Vec<u64> = found.expect("read").iter().map(|(n, _)| *n).collect();
        let expected: Vec<u64> =
            std::iter::once(1).chain((0..rows as u64).map(|i| 2 + blank as u64 + i)).collect();
        prop_assert_eq!(numbers, expected);
    }
}

#[test]
fn several_files_are_read_in_the_order_given_each_from_row_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths: Vec<_> = (0..5).map(|i| folder.path().join(format!("{i}.csv"))).collect();
    for (i, path) in paths.iter().enumerate() {
        fs::write(path, format!("h\n{i}\n{i}\n")).expect("written");
    }
    let names: Vec<&Path> = paths.iter().map(|p| p.as_path()).collect();
    let (found, _) = records(&names, Sizes { block: 3, longest_row: 99 }, ',');
    let found = found.expect("read");
    assert_eq!(found.len(), 15);
    assert_eq!(found[13], (2, vec!["4".to_owned()]));
}

#[test]
fn a_file_of_one_endless_line_is_refused() {
    let (found, said) = of_bytes(&[b'a'; 5_000_000], Sizes { block: 1 << 16, longest_row: 1 << 20 });
    assert!(found.is_none());
    assert_eq!(
        said,
        "error: u.csv, row 1: the row is longer than 1 MiB: the file has no line breaks, or a quote is \
         never closed\n  hint: export the file again with one record a line"
    );
}

#[test]
fn a_quote_that_is_never_closed_is_refused_where_it_opens() {
    let (_, said) = of_bytes(b"a,b\n1,2\n3,\"4\n5,6\n", Sizes { block: 6, longest_row: 99 });
    assert!(said.starts_with("error: u.csv, row 3: a quote is opened here and never closed"), "{said}");
}

#[test]
fn a_row_of_the_wrong_width_is_refused_with_its_count() {
    let (_, said) = of_bytes(b"a,b\n1,2\n3\n4,5\n6\n", Sizes::default());
    assert!(said.starts_with("error: u.csv, row 3: 1 cell where the header has 2 (2 rows)"), "{said}");
}

#[test]
fn zero_bytes_far_into_the_file_are_refused_with_their_row() {
    let mut bytes = "a,b\n".repeat(100_000).into_bytes();
    bytes.extend(b"1,\0\n");
    let (_, said) = of_bytes(&bytes, Sizes { block: 1 << 12, longest_row: 1 << 20 });
    assert!(said.starts_with("error: u.csv, row 100001: the file holds zero bytes"), "{said}");
}

#[test]
fn invalid_utf_8_far_into_the_file_is_read_as_windows_1252_with_its_row() {
    let mut bytes = "é,b\n".repeat(100_000).into_bytes();
    bytes.extend(b"Zo\xeb,2\n");
    let (found, said) = of_bytes(&bytes, Sizes { block: 1 << 12, longest_row: 1 << 20 });
    assert_eq!(found.expect("read")[100_000].1, ["Zoë", "2"]);
    let told = "warning: u.csv, row 100001: not valid UTF-8: the file was read as windows-1252";
    assert!(said.starts_with(told), "{said}");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let text: String = (0..20_000).map(|i| format!("{i},\"é\n{}\"\n", i % 7)).collect();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| of_bytes(text.as_bytes(), Sizes { block: 1000, longest_row: 1 << 20 }))
    };
    assert_eq!(with(1), with(4));
}

#[test]
fn the_hash_is_that_of_the_whole_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("u.csv");
    let bytes: Vec<u8> = (0..5000).flat_map(|i: u32| format!("{i}\r\n").into_bytes()).collect();
    fs::write(&path, &bytes).expect("written");
    let mut problems = Problems::none();
    let file = TextFile::open(&path, TextOptions::default(), &mut problems).expect("opened");
    let reading = Reading {
        widths: vec![1],
        start: || (),
        parse: |_, _: &mut Rows<'_>| (),
        merge: |(): &mut (), _: Place, (): ()| (),
    };
    let sizes = Sizes { block: 100, longest_row: 1000 };
    let (_, read) = read(&mut [file], sizes, &reading, &mut problems).expect("read");
    assert_eq!(read[0].hash, blake3::hash(&bytes).to_hex().to_string());
    assert_eq!((read[0].bytes, read[0].rows), (bytes.len() as u64, 5000));
}

#[test]
fn utf_16_is_read_in_blocks_of_any_size() {
    let text = "naïve,\"b\r\nc\"\r\n😀,d\r\n".repeat(50);
    let bytes: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for block in [1, 2, 3, 7, 64, 1000] {
        let (found, said) = of_bytes(&bytes, Sizes { block, longest_row: 1 << 20 });
        let found: Vec<_> = found.expect(&said).into_iter().map(|(_, cells)| cells).collect();
        assert_eq!(found, by_csv_crate(text.as_bytes()));
    }
}
