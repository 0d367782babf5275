//! Verdicts where nothing is planted: how often a definition is supported by chance, and how often intervals hold.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

use reachgap::assess::partnership::DefinitionFindings;
use reachgap::assess::partnership::register::Registered;
use reachgap::assess::partnership::tally::{Counting, strata};
use reachgap::assess::partnership::test::Judging;
use reachgap::assess::partnership::tested::tested;
use reachgap::assess::partnership::verdict::Verdict;
use reachgap::assessment::{AgeRange, Definition, DefinitionKind, Partnership};
use reachgap::case_mix::CaseMix;
use reachgap::estimate::Confidence;
use reachgap::join::coverage::{Covered, Eligible};
use reachgap::roll::{Answers, Barrier, Day, Journey, Roll};
use reachgap::rounded::Rounding;
use reachgap::step::Step;

/// Definitions tested together in each world.
const DEFINITIONS: usize = 8;
/// People the service is for, in each world.
const PEOPLE: usize = 6000;
const AREAS: u32 = 50;

/// A made-up world: everybody is eligible, and known to one agency. What befalls them depends on their stratum, and so
/// does which definitions cover them; the two have otherwise nothing to do with each other, but for what is planted.
struct World {
    roll: Roll,
    case_mix: CaseMix,
    registered: Vec<Registered>,
}

/// Reach of people of the first definition relative to others like them.
fn world(seed: u64, planted: f64) -> World {
    let mut rng = Pcg64::seed_from_u64(seed);
    let bands: Vec<AgeRange> = ["4-7", "8-12"].iter().map(|b| AgeRange::parse(b).unwrap()).collect();
    let fifths = (0..AREAS).map(|area| Some((area % 5) as u8 + 1)).collect();
    let case_mix = CaseMix { bands, sexes: None, fifths: Some(fifths) };
    let mut roll = Roll {
        agencies: vec!["school".into()],
        services: vec!["support".into()],
        ends: vec![Day::since_1970(20_000).number()],
        has_statuses: vec![true],
        has_attempts: vec![true],
        has_barriers: vec![false],
        ..Roll::default()
    };
    let mut covers: Vec<(Answers, Eligible)> = (0..DEFINITIONS)
        .map(|_| {
            let none = || vec![0.0; case_mix.len()];
            let by_area = vec![0.0; AREAS as usize];
            (Answers::new(), Eligible { covered: none(), others: none(), by_area, unknown: 0.0 })
        })
        .collect();
    for person in 0..PEOPLE as u32 {
        let (area, age) = (rng.random_range(0..AREAS), rng.random_range(4..13u8));
        let (fifth, old) = (f64::from(area % 5), f64::from(u8::from(age > 7)));
        roll.area.push(area);
        roll.age.push(age);
        roll.known_to.push(1);
        let stratum =
            case_mix.stratum(Some(AgeRange { from: age, to: Some(age) }), None, Some(area)).unwrap();
        let mut first = false;
        for (at, (answers, eligible)) in covers.iter_mut().enumerate() {
            let chance = (0.03 + 0.03 * at as f64) * (0.6 + 0.2 * fifth) * (1.3 - 0.6 * old);
            let covered = rng.random_bool(chance.min(0.9));
            first |= at == 0 && covered;
            answers.push(Some(covered));
            let side = if covered { &mut eligible.covered } else { &mut eligible.others };
            side[stratum] += 1.0;
        }
        let ratio = if first { planted } else { 1.0 };
        if rng.random_bool((0.12 + 0.04 * fifth) * (1.0 - 0.4 * old) * ratio) {
            roll.journeys.push(journey(person, true, 0.2 + 0.05 * fifth, &mut rng));
        } else if rng.random_bool(0.1 + 0.03 * fifth) {
            roll.journeys.push(journey(person, false, 0.3 + 0.05 * fifth, &mut rng));
        }
    }
    let registered = covers.into_iter().enumerate().map(|(at, (people, eligible))| {
        let covers = Covered { people, eligible: Some(eligible), not_in_population: Vec::new() };
        Registered::new(definition(at), vec![true], AgeRange::ALL, covers)
    });
    let registered = registered.collect();
    World { roll, case_mix, registered }
}

/// A way through the service: who came, and who left or never did.
fn journey(person: u32, came: bool, chance: f64, rng: &mut Pcg64) -> Journey {
    let mut days = [Day::NEVER; 7];
    let day = |after: i32| Day::since_1970(19_000 + after);
    days[Step::Referred as usize] = day(0);
    days[Step::Offered as usize] = day(10);
    let turned_down = rng.random_bool(chance);
    match (came, turned_down) {
        (true, true) => (days[Step::Engaged as usize], days[Step::Disengaged as usize]) = (day(20), day(40)),
        (true, false) => (days[Step::Engaged as usize], days[Step::Completed as usize]) = (day(20), day(60)),
        (false, true) => days[Step::Declined as usize] = day(20),
        (false, false) => {}
    }
    Journey {
        person,
        service: 0,
        days,
        reached: came,
        reached_on: if came { day(20) } else { Day::NEVER },
        attempts: rng.random_range(1..5),
        barrier: Barrier::NotRecorded,
        referrer: Roll::NONE,
        provider: Roll::NONE,
    }
}

fn definition(at: usize) -> Definition {
    Definition {
        id: format!("d{at}"),
        title: format!("D{at}"),
        agency: "school".into(),
        wording: "These people are hard to reach.".into(),
        kind: vec![
            DefinitionKind::UnderRepresented,
            DefinitionKind::SlippingThrough,
            DefinitionKind::ServiceResistant,
        ],
        covers: "true".into(),
        services: Vec::new(),
        period: None,
        comparator: None,
        threshold: Some(0.95),
        owner: None,
        agreed: None,
        review: None,
        sources: Vec::new(),
        version: None,
    }
}

fn judged(world: World) -> Vec<DefinitionFindings> {
    let World { roll, case_mix, registered } = world;
    let settings = Partnership::default();
    let (strata, far) = (strata(&roll, &case_mix), vec![Vec::new()]);
    let counting =
        Counting { roll: &roll, strata: &strata, case_mix: &case_mix, settings: &settings, far: &far };
    let rounding = Rounding { to: 5, threshold: 5 };
    let judging = Judging { confidence: Confidence::P95, level: 0.05, rounding };
    tested(registered, &counting, judging).0
}

/// 8 definitions with 4 tests each, thresholds so near to parity that the test alone decides; 200 worlds. At a level of
/// 5 % over all tests of a world, at most 10 worlds may have any claim supported.
#[test]
fn where_nothing_is_planted_definitions_are_seldom_supported_and_intervals_hold() {
    let (mut alarms, mut intervals, mut hold) = (0, 0, 0);
    for seed in 0..200 {
        let found = judged(world(seed, 1.0));
        let tests = || found.iter().flat_map(|one| &one.tests);
        alarms += usize::from(tests().any(|test| test.verdict == Verdict::Supported));
        for ratio in tests().filter_map(|test| test.ratio.as_ref()) {
            intervals += 1;
            hold += usize::from(ratio.ratio.limits.lower <= 1.0 && ratio.ratio.limits.upper >= 1.0);
        }
    }
    let share = f64::from(hold as u32) / f64::from(intervals as u32);
    eprintln!(
        "{alarms} of 200 worlds with a false alarm; {hold} of {intervals} intervals hold parity ({share:.4})"
    );
    assert!(alarms <= 10, "{alarms} of 200");
    assert!((0.94..0.97).contains(&share), "{share}");
}

/// The first definition's people are reached 0.6 times as often as others like them.
#[test]
fn what_is_planted_is_found_and_its_interval_holds_it() {
    let (mut supported, mut hold) = (0, 0);
    for seed in 0..200 {
        let mut world = world(1000 + seed, 0.6);
        // More people than 3 %: the last definition's place, with what is planted on the first.
        world.registered.truncate(1);
        let found = judged(world);
        let test = &found[0].tests[0];
        let ratio = test.ratio.as_ref().unwrap().ratio;
        supported += usize::from(test.verdict == Verdict::Supported);
        hold += usize::from(ratio.limits.lower <= 0.6 && ratio.limits.upper >= 0.6);
    }
    eprintln!("{supported} of 200 supported; {hold} of 200 intervals hold 0.6");
    assert!((182..=198).contains(&hold), "{hold}");
    assert!(supported >= 20, "{supported}");
}
