use super::*;

fn row() -> (Vec<[f64; 2]>, Vec<u64>, Vec<f64>) {
    ((0..6).map(|i| [f64::from(i), 0.0]).collect(), (0..6).rev().collect(), vec![10.0; 6])
}

fn window(windows: &Windows, area: u32) -> Vec<usize> {
    let place = windows.areas().iter().position(|a| *a == area).expect("the area");
    windows.nearest(place, usize::MAX)
}

#[test]
fn areas_equally_far_come_together_in_the_order_of_their_keys() {
    let (centres, keys, people) = row();
    let ground = Ground { centres: &centres, keys: &keys, people: &people };
    let windows = circles(&ground, Reach::default()).expect("windows");
    assert_eq!(window(&windows, 2), [2, 3, 1]);
    assert_eq!(window(&windows, 0), [0, 1, 2]);
    let place = windows.areas().iter().position(|a| *a == 2).expect("the area");
    assert_eq!(windows.unfinished(place), [1]);
}

#[test]
fn a_window_ends_at_its_share_and_at_its_radius() {
    let (centres, keys, people) = row();
    let ground = Ground { centres: &centres, keys: &keys, people: &people };
    let third = Reach { largest_share: 1.0 / 3.0, largest_radius_m: None };
    let windows = circles(&ground, third).expect("windows");
    // Both neighbours of area 2 are equally far and too many together.
    assert_eq!((window(&windows, 2), window(&windows, 5)), (vec![2], vec![5, 4]));
    let near = Reach { largest_share: 0.5, largest_radius_m: Some(1.0) };
    let windows = circles(&ground, near).expect("windows");
    assert_eq!(window(&windows, 0), [0, 1]);
}

#[test]
fn on_the_globe_distances_are_those_of_great_circles() {
    let centres = [[0.0, 60.0], [4.0, 60.0], [0.0, 63.0], [179.0, -60.0], [-179.0, -60.0]];
    let ground = Ground { centres: &centres, keys: &[1, 2, 3, 4, 5], people: &[1.0; 5] };
    // Four degrees along the sixtieth parallel are 222 km, three along a meridian 334 km.
    let windows = on_the_globe(&ground, Reach { largest_share: 0.5, largest_radius_m: Some(300_000.0) });
    let windows = windows.expect("windows");
    assert_eq!((window(&windows, 0), window(&windows, 3)), (vec![0, 1], vec![3, 4]));
    assert_eq!(window(&windows, 2), [2]);
}

#[test]
fn ground_that_cannot_be_is_refused() {
    let (centres, keys, people) = row();
    let good = Ground { centres: &centres, keys: &keys, people: &people };
    let refused = |ground: Ground<'_>, reach| circles(&ground, reach).expect_err("refused");
    let half = Reach::default();
    assert_eq!(
        refused(Ground { keys: &keys[1..], ..good }, half),
        NoWindows::Lengths { centres: 6, keys: 5, people: 6 }
    );
    let one = Ground { centres: &centres[..1], keys: &keys[..1], people: &people[..1] };
    assert_eq!(refused(one, half), NoWindows::TooFewAreas(1));
    assert_eq!(refused(Ground { people: &[0.0; 6], ..good }, half), NoWindows::Nobody);
    assert_eq!(refused(Ground { people: &[f64::NAN; 6], ..good }, half), NoWindows::People(0));
    assert_eq!(refused(Ground { centres: &[[f64::NAN, 0.0]; 6], ..good }, half), NoWindows::Centre(0));
    assert_eq!(refused(Ground { keys: &[1; 6], ..good }, half), NoWindows::KeyTwice);
    assert_eq!(refused(good, Reach { largest_share: 0.6, ..half }), NoWindows::Share(0.6));
    assert_eq!(refused(good, Reach { largest_radius_m: Some(0.0), ..half }), NoWindows::Radius(0.0));
    assert_eq!(refused(Ground { centres: &[[1.0, 1.0]; 6], ..good }, half), NoWindows::NoneFits);
}
