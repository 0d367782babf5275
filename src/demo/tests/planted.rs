//! What was planted in the partnership's records is there, for any seed.
use std::collections::BTreeSet;

use super::children::{Child, PLACES, apart, share};
use super::number;

#[test]
fn children_known_to_youth_offending_are_lost_more_often() {
    for place in PLACES.iter() {
        let (facts, children) = (&place.place.partnership, place.children());
        let known = place.known_to(&facts.losing_agency);
        let linked = |child: &&Child| child.referred_in_time() && !child.cell("shared_id").is_empty();
        let of = |is: bool| {
            let fits = |child: &&Child| linked(child) && known.contains(child.cell("shared_id")) == is;
            share(children.iter().filter(fits), Child::is_lost)
        };
        let ratio = of(true)[0] / of(false)[0];
        assert!((ratio - facts.lost_ratio).abs() < 0.6, "seed {}: {ratio}", place.place.seed);
        assert!(apart(of(true), of(false)) > 4.0);
        let counted = [facts.known_referred, facts.others_referred].map(|n| n as f64);
        assert!(counted[0] >= 250.0, "{counted:?}");
        assert!(
            (of(true)[1] / counted[0] - 0.98).abs() < 0.06 && (of(false)[1] / counted[1] - 0.95).abs() < 0.06
        );
    }
}

#[test]
fn families_where_crime_is_highest_decline_no_more_often_than_others() {
    for place in PLACES.iter() {
        let (crime, children) = (place.areas_of_most_crime(), place.children());
        assert!(place.place.partnership.far_areas.iter().all(|area| !crime.contains(area)));
        let offered =
            |child: &&Child| child.barrier() == Some("none") && !child.cell("lsoa21_code").is_empty();
        let of = |is: bool| {
            let fits = |child: &&Child| offered(child) && crime.contains(child.cell("lsoa21_code")) == is;
            share(children.iter().filter(fits), |child| child.came_to("declined"))
        };
        assert!(apart(of(true), of(false)).abs() < 3.3, "seed {}", place.place.seed);
        let all = share(children.iter().filter(offered), |child| child.came_to("declined"));
        assert!((all[0] - place.place.partnership.declined_of_offered).abs() < 0.05, "{all:?}");
    }
}

#[test]
fn families_far_from_a_hub_decline_more_only_because_offers_are_out_of_reach() {
    for place in PLACES.iter() {
        let (facts, children) = (&place.place.partnership, place.children());
        let far: BTreeSet<&str> = facts.far_areas.iter().map(String::as_str).collect();
        let of = |is: bool, in_reach: bool, what: &dyn Fn(&Child) -> bool| {
            let offered = |child: &&Child| match child.barrier() {
                Some(barrier) => !in_reach || barrier == "none",
                None => false,
            };
            let here = |child: &&Child| {
                !child.cell("lsoa21_code").is_empty() && far.contains(child.cell("lsoa21_code")) == is
            };
            share(children.iter().filter(offered).filter(here), what)
        };
        let out = |child: &Child| child.barrier() != Some("none");
        let declined = |child: &Child| child.came_to("declined");
        let shares = [of(true, false, &out)[0], of(false, false, &out)[0]];
        assert!((shares[0] - facts.far_out_of_reach).abs() < 0.1, "{shares:?}");
        assert!((shares[1] - facts.usual_out_of_reach).abs() < 0.02, "{shares:?}");
        assert!(apart(of(true, false, &declined), of(false, false, &declined)) > 2.8);
        assert!(apart(of(true, true, &declined), of(false, true, &declined)).abs() < 3.3);
        let children = |area: &str| {
            place.place.areas.iter().position(|own| own == area).map_or(0, |n| place.place.family.children[n])
        };
        let all: u32 = place.place.family.children.iter().sum();
        let living = far.iter().map(|area| children(area)).sum::<u32>();
        assert!((0.05..0.18).contains(&(f64::from(living) / f64::from(all))));
    }
}

#[test]
fn deaf_families_are_few() {
    for place in PLACES.iter() {
        let (facts, children) = (&place.place.partnership, place.children());
        let signing: Vec<&Child> =
            children.iter().filter(|child| child.cell("home_language") == facts.few_language).collect();
        assert_eq!([signing.len(), facts.few_children], [12, 12]);
        let known = place.known_to("voluntary sector");
        assert!(signing.iter().filter(|child| known.contains(child.cell("shared_id"))).count() >= 9);
    }
}

#[test]
fn the_group_that_nobody_names_is_reached_less_though_neither_its_ethnic_group_nor_its_ages_are() {
    for place in PLACES.iter() {
        let (facts, children) = (&place.place.partnership, place.children());
        let reached: Vec<&Child> = children.iter().filter(|child| child.came_to("engaged")).collect();
        let ages = |child: &&&Child, from: f64, to: f64| (from..=to).contains(&number(child.cell("age")));
        let share_of = |from: f64, to: f64| {
            let aged: Vec<&&Child> = reached.iter().filter(|child| ages(child, from, to)).collect();
            let of_group =
                aged.iter().filter(|child| child.cell("ethnic_group") == facts.unnamed_group).count();
            of_group as f64 / aged.len() as f64
        };
        let (whole, [from, to]) =
            (share_of(4.0, 12.0), [facts.unnamed_ages.0, facts.unnamed_ages.1].map(f64::from));
        let ratio = share_of(from, to) / whole;
        assert!((0.12..0.55).contains(&ratio), "seed {}: {ratio}", place.place.seed);
        assert!(share_of(4.0, from - 1.0) > whole);
    }
}

#[test]
fn ethnic_groups_are_missing_most_where_the_police_refer() {
    for place in PLACES.iter() {
        let (facts, children) = (&place.place.partnership, place.children());
        let of = |is: bool| {
            let fits = |child: &&Child| (child.cell("referrer") == facts.missing_referrer) == is;
            share(children.iter().filter(fits), |child| child.cell("ethnic_group").is_empty())[0]
        };
        assert!(
            (of(true) - facts.missing_group).abs() < 0.07
                && (of(false) - facts.usual_missing_group).abs() < 0.02
        );
    }
}

#[test]
fn one_provider_completes_less_and_one_does_not_write_down_how_it_ended() {
    for place in PLACES.iter() {
        let (facts, children) = (&place.place.partnership, place.children());
        let ended = |child: &Child| child.came_to("completed") || child.came_to("disengaged");
        let engaged = |child: &&Child| child.came_to("engaged");
        let of = |provider: &str, what: &dyn Fn(&Child) -> bool| {
            let own = children.iter().filter(engaged).filter(|child| child.cell("provider") == provider);
            share(own, what)
        };
        let without = facts.provider_without_endings.as_str();
        assert_eq!(of(without, &ended)[0], 0.0);
        let completed = |child: &Child| child.came_to("completed");
        let weaker = of(&facts.weaker_provider, &completed);
        let others = children.iter().filter(engaged).filter(|child| {
            child.cell("provider") != facts.weaker_provider && child.cell("provider") != without
        });
        let others = share(others, completed);
        let odds = |[share, _]: [f64; 2]| share / (1.0 - share);
        let ratio = odds(weaker) / odds(others);
        assert!((0.3..0.75).contains(&ratio), "seed {}: {ratio}", place.place.seed);
        let providers: BTreeSet<&str> = children.iter().map(|child| child.cell("provider")).collect();
        assert_eq!(providers.len(), 6);
    }
}

#[test]
fn those_known_to_youth_offending_wait_twice_as_long_and_some_of_the_late_are_still_waiting() {
    let days = |date: &str| date.parse::<jiff::civil::Date>().expect("a date");
    for place in PLACES.iter() {
        let (facts, children) = (&place.place.partnership, place.children());
        let known = place.known_to(&facts.losing_agency);
        let wait = |is: bool| {
            let own = children.iter().filter(|child| known.contains(child.cell("shared_id")) == is);
            let waits: Vec<f64> = own
                .filter_map(|child| Some([child.step("referred")?, child.step("engaged")?]))
                .map(|[from, to]| f64::from((days(&to["date"]) - days(&from["date"])).get_days()))
                .collect();
            waits.iter().sum::<f64>() / waits.len() as f64
        };
        let ratio = wait(true) / wait(false);
        assert!((ratio - facts.wait_ratio).abs() < 0.35, "seed {}: {ratio}", place.place.seed);
        let late: Vec<&Child> =
            children.iter().filter(|child| child.came_to("referred") && !child.referred_in_time()).collect();
        let waiting = late.iter().filter(|child| child.is_lost()).count();
        assert_eq!(waiting, facts.still_waiting);
        assert!((0.3..0.7).contains(&(waiting as f64 / late.len() as f64)));
    }
}
