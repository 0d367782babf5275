use proptest::prelude::*;

use super::*;

const TEXT: &[u8] = b"an example that is far too public to be a key";

fn key() -> Key {
    Key::of_text(TEXT).unwrap()
}

fn counts(cells: &[&str]) -> IdCounts {
    let key = key();
    let mut ids = Ids::new(&key);
    for cell in cells {
        ids.replace(cell);
    }
    ids.counts()
}

#[test]
fn agencies_with_the_same_key_get_the_same_pseudonym() {
    let (ours, theirs) =
        (key(), Key::of_text(b"\xef\xbb\xbfan example that is far too public to be a key \r\n").unwrap());
    assert_eq!(ours.pseudonym("9434765919"), theirs.pseudonym("9434765919"));
    let other = Key::of_text(b"another example that is far too public to use").unwrap();
    assert_ne!(ours.pseudonym("9434765919"), other.pseudonym("9434765919"));
}

#[test]
fn a_key_that_could_be_guessed_is_refused() {
    assert_eq!(Key::of_text(b" too short \n"), Err(KeyFault::Short(9)));
    assert_eq!(Key::of_text(&[b'a'; 64]), Err(KeyFault::Monotonous(1)));
    assert_eq!(Key::of_text(&[0xff; 64]), Err(KeyFault::NotText));
    assert_eq!(KeyFault::Short(9).to_string(), "the key has 9 bytes, and at least 32 are needed");
}

#[test]
fn a_new_key_is_a_key_and_no_two_are_alike() {
    let (one, other) = (Key::new_text().unwrap(), Key::new_text().unwrap());
    assert_eq!((one.len(), one == other), (64, false));
    assert!(Key::of_text(one.as_bytes()).is_ok());
}

#[test]
fn a_key_does_not_show_itself() {
    assert_eq!(format!("{:?}", key()), "Key(not shown)");
    let key = key();
    let mut ids = Ids::new(&key);
    ids.replace("9434765919");
    assert!(!format!("{ids:?}").contains("9434765919"));
}

#[test]
fn ids_written_in_several_ways_are_brought_together() {
    let found = counts(&[
        "943 476 5919",
        "9434765919",
        "943-476-5919 ",
        "4010232137",
        "4010232137",
        "",
        " ",
        "unknown",
    ]);
    let expected = IdCounts {
        rows: 8,
        blank: 2,
        none: 1,
        distinct: 2,
        brought_together: 1,
        longest: 10,
        ten_digits: 2,
        ..IdCounts::default()
    };
    assert_eq!(found, expected);
    assert!(found.look_like_nhs_numbers());
}

#[test]
fn ids_that_may_have_lost_their_zeros_are_counted() {
    let found = counts(&["0012345678", "12345678", "12345678", "A1"]);
    assert_eq!((found.longest, found.short), (10, 1));
    assert_ne!(key().pseudonym("0012345678"), key().pseudonym("12345678"));
}

#[test]
fn check_digits_of_nhs_numbers_are_judged() {
    // By hand: 9434765919 (299 leaves 2) and 4010232137 (92 leaves 4) hold. 9434765918 and 1234567890 do not.
    let found = counts(&["9434765919", "4010232137", "9434765918", "1234567890"]);
    assert_eq!((found.ten_digits, found.failing_check), (4, 2));
    assert!(!counts(&["A1", "A2", "9434765919"]).look_like_nhs_numbers());
}

#[test]
fn numbers_that_a_spreadsheet_changed_are_counted() {
    let found = counts(&["9.43E+09", "9E+09", "9434765919.0", "12.5", "1E5", "9434765919"]);
    assert_eq!((found.shortened, found.with_point), (2, 1));
}

proptest! {
    #[test]
    fn the_normal_form_is_its_own_normal_form(id in "\\PC{0,20}") {
        let normal = normal_form(&id);
        // A few letters have capitals that have other capitals again; ids have none of them.
        if id.is_ascii() {
            prop_assert_eq!(normal_form(&normal), normal.clone());
        }
        prop_assert!(!normal.contains(['-', ' ']));
    }

    #[test]
    fn one_wrong_digit_of_an_nhs_number_is_always_seen(nine in 0_u32..1_000_000_000, at in 0_usize..10, by in 1_u8..10) {
        let number = (0..10).map(|check| format!("{nine:09}{check}")).find(|n| has_nhs_check_digit(n) == Some(true));
        if let Some(number) = number {
            let mut digits = number.into_bytes();
            digits[at] = b'0' + (digits[at] - b'0' + by) % 10;
            prop_assert_eq!(has_nhs_check_digit(std::str::from_utf8(&digits).unwrap()), Some(false));
        }
    }
}
