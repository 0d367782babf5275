//! The English Indices of Deprivation 2025 in the layout of File 7.
use std::io;
use std::path::Path;

use rand_pcg::Pcg64;

use super::codes::AUTHORITIES;
use super::community::Community;
use super::draw::{Step, normal, stream};
use super::file7::HEADER;
use super::place::Place;
use super::table::{row, write};

/// Areas in England, among which the official ranks are given.
const AREAS_IN_ENGLAND: f64 = 33_755.0;
/// Official weights of the seven domains, in the order of the file.
const WEIGHTS: [f64; 7] = [0.225, 0.225, 0.135, 0.135, 0.093, 0.093, 0.093];

/// Scores of one index in all areas, with the standard score each rests on.
struct Index {
    scores: Vec<f64>,
    standard: Vec<f64>,
}

/// Writes scores, ranks and deciles of the index, its domains and sub-domains for every area.
pub(super) fn write_deprivation(path: &Path, place: &Place, seed: u64) -> io::Result<()> {
    let mut rng = stream(seed, Step::Deprivation);
    let domains: Vec<Index> = (0..9).map(|n| Index::drawn(place, domain(n), &mut rng)).collect();
    let subdomains: Vec<Index> = (0..6).map(|n| Index::drawn(place, subdomain(n), &mut rng)).collect();
    let mut indices = vec![overall(&domains)];
    indices.extend(domains);
    indices.extend(subdomains);
    let ranks: Vec<Vec<u32>> = indices.iter().map(Index::ranks).collect();
    let rows: Vec<_> = (0..place.plots.len())
        .map(|area| {
            let (code, name) = AUTHORITIES[place.plots[area].authority];
            let mut cells = row([&place.codes[area], &place.names[area], &code, &name]);
            for (index, ranks) in indices.iter().zip(&ranks) {
                let decile = (f64::from(ranks[area]) * 10.0 / AREAS_IN_ENGLAND).ceil();
                cells.extend(row([&index.scores[area], &ranks[area], &decile]));
            }
            cells.extend(
                [(0, 90), (0, 15), (60, 90), (18, 66)]
                    .map(|(from, to)| place.people.residents(&place.parts, area, from, to).to_string()),
            );
            cells
        })
        .collect();
    write(path, &HEADER, &rows)
}

/// How a domain's score follows from a standard score, and what the standard score follows.
type Rule = (fn(&Community) -> f64, fn(f64) -> f64);

fn domain(number: usize) -> Rule {
    match number {
        0 => (|c| c.deprivation, |z| (0.17 * (0.55 * z).exp()).min(0.9)),
        1 => (|c| c.deprivation, |z| (0.10 * (0.5 * z).exp()).min(0.9)),
        2 => (|c| c.deprivation, |z| 16.0 * (0.7 * z).exp()),
        3 => (|c| c.deprivation, |z| 0.85 * z),
        4 => (|c| 1.8 * c.crime.ln(), |z| 0.8 * z),
        5 => (|c| if c.rural { 0.9 } else { 0.0 }, |z| 21.0 * (0.3 * z).exp()),
        6 => (|c| if c.rural { -0.3 } else { 0.3 }, |z| 19.0 * (0.5 * z).exp()),
        7 => (|c| c.deprivation, |z| (0.26 * (0.45 * z).exp()).min(0.95)),
        _ => (|c| c.deprivation, |z| (0.18 * (0.5 * z).exp()).min(0.95)),
    }
}

fn subdomain(number: usize) -> Rule {
    match number {
        0 => (|c| c.deprivation, |z| 0.9 * z),
        1 => (|c| c.deprivation, |z| (0.24 * (0.35 * z).exp()).min(0.9)),
        2 => (|c| if c.rural { 1.2 } else { -0.3 }, |z| 13.0 * (0.5 * z).exp()),
        3 => (|c| c.deprivation, |z| 0.5 + 2.5 * z),
        4 => (|_| 0.2, |z| 0.8 * z),
        _ => (|c| if c.rural { -0.8 } else { 0.4 }, |z| 0.8 * z),
    }
}

impl Index {
    fn drawn(place: &Place, (follows, score): Rule, rng: &mut Pcg64) -> Self {
        let standard: Vec<f64> =
            place.communities.iter().map(|c| 0.95 * follows(c) + normal(rng, 0.28)).collect();
        Self { scores: standard.iter().map(|z| thousandths(score(*z))).collect(), standard }
    }

    /// Ranks among all areas of England, 1 the most deprived: a higher score never ranks lower, and no two
    /// areas share a rank.
    fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<usize> = (0..self.scores.len()).collect();
        order.sort_by(|a, b| self.scores[*b].total_cmp(&self.scores[*a]).then(a.cmp(b)));
        let (mut ranks, mut last) = (vec![0; order.len()], 0);
        for area in order {
            let above = 1.0 / (1.0 + (1.702 * self.standard[area]).exp());
            last = ((1.0 + above * (AREAS_IN_ENGLAND - 1.0)) as u32).max(last + 1);
            ranks[area] = last;
        }
        ranks
    }
}

/// The index itself: the weighted sum of the domains, each first ranked and transformed exponentially.
fn overall(domains: &[Index]) -> Index {
    let mut scores = vec![0.0; domains[0].scores.len()];
    for (domain, weight) in domains.iter().zip(WEIGHTS) {
        for (score, rank) in scores.iter_mut().zip(domain.ranks()) {
            let scaled = (AREAS_IN_ENGLAND - f64::from(rank) + 1.0) / AREAS_IN_ENGLAND;
            *score += weight * -23.0 * (1.0 - scaled * (1.0 - (-100.0_f64 / 23.0).exp())).ln();
        }
    }
    let scores: Vec<f64> = scores.into_iter().map(thousandths).collect();
    // National scores are skewed: their logarithm is close to symmetric about that of 17.6.
    let standard = scores.iter().map(|score| 1.4 * (score / 17.6).ln()).collect();
    Index { scores, standard }
}

fn thousandths(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
