//! Growing contiguous parts out of small pieces: areas out of cells, wards out of areas.
use geo::Coord;
use rand::RngExt;
use rand_pcg::Pcg64;

use super::mesh::steps;

/// Picks `wanted` pieces of one kind that lie well apart from one another.
pub(super) fn spread(pieces: &[usize], spots: &[Coord], wanted: usize, rng: &mut Pcg64) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < wanted.min(pieces.len()) {
        let apart = |piece: usize| {
            chosen.iter().map(|c| steps(spots[*c], spots[piece])).fold(f64::INFINITY, f64::min)
        };
        let candidates: Vec<usize> = (0..12).map(|_| pieces[rng.random_range(0..pieces.len())]).collect();
        let best = candidates.into_iter().max_by(|a, b| apart(*a).total_cmp(&apart(*b)));
        match best {
            Some(piece) if !chosen.contains(&piece) => chosen.push(piece),
            _ => {}
        }
    }
    chosen
}

/// Grows each part from its seed by whole pieces, the smallest part first, until nothing is left
/// within reach. `kind` keeps a part within its own kind (its authority); no kind is never taken.
pub(super) fn grow(
    neighbours: &[Vec<usize>],
    kind: &[Option<usize>],
    parts: &mut [Vec<usize>],
    rng: &mut Pcg64,
) -> Vec<Option<usize>> {
    let mut owner = vec![None; kind.len()];
    for (part, pieces) in parts.iter().enumerate() {
        pieces.iter().for_each(|piece| owner[*piece] = Some(part));
    }
    let mut growing: Vec<usize> = (0..parts.len()).collect();
    while !growing.is_empty() {
        growing.sort_by_key(|part| (parts[*part].len(), *part));
        let part = growing[0];
        match most_embraced(part, &parts[part], neighbours, kind, &owner, rng) {
            Some(piece) => {
                owner[piece] = Some(part);
                parts[part].push(piece);
            }
            None => growing.retain(|p| *p != part),
        }
    }
    owner
}

/// The free neighbour that touches the part most, which keeps parts compact.
fn most_embraced(
    part: usize,
    pieces: &[usize],
    neighbours: &[Vec<usize>],
    kind: &[Option<usize>],
    owner: &[Option<usize>],
    rng: &mut Pcg64,
) -> Option<usize> {
    let own_kind = kind[*pieces.first()?];
    let free =
        |piece: &&usize| owner[**piece].is_none() && kind[**piece].is_some() && kind[**piece] == own_kind;
    let touching =
        |piece: usize| neighbours[piece].iter().filter(|n| owner[**n] == Some(part)).count() as f64;
    let border: Vec<usize> =
        pieces.iter().flat_map(|p| neighbours[*p].iter()).filter(free).copied().collect();
    let scored = border.into_iter().map(|piece| (touching(piece) + rng.random_range(0.0..1.5), piece));
    scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, piece)| piece)
}
