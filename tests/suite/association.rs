//! Spatial association against values that other people's software computed, and under properties that must hold.

mod chance;
mod edges;
mod oracles;
mod order;
mod planted;

use reachgap::estimate::autocorrelation::{
    Alternative, Basis, Local, LocalMoran, Permutations, Quadrant, Reach, Trial, bivariate_moran, geary,
    geary_permuted, general_g, general_g_permuted, getis_ord, getis_ord_permuted, local_bivariate_moran,
    local_geary, local_join_counts, local_moran, moran, moran_permuted, rate_moran, standardised_rates,
};
use reachgap::estimate::empirical_bayes::AreaCount;
use reachgap::estimate::multiple_testing::Adjustment;
use reachgap::estimate::{NoFigure, random};
use reachgap::neighbours::Neighbours;

type Values = Vec<Result<f64, NoFigure>>;

const BH: Adjustment = Adjustment::BenjaminiHochberg;
const CASES: [&str; 4] = ["columbus_crime", "columbus_inc", "ncsids_nwr74", "ncsids_sidr74"];

/// The rows of an oracle file by column name.
struct Oracle {
    columns: Vec<String>,
    rows: Vec<csv::StringRecord>,
}

impl Oracle {
    fn of(name: &str) -> Self {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles");
        let path = path.join(format!("association_{name}.csv"));
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_path(path).unwrap();
        let columns = reader.headers().unwrap().iter().map(str::to_owned).collect();
        Self { columns, rows: reader.records().map(Result::unwrap).collect() }
    }

    fn text(&self, column: &str) -> Vec<&str> {
        let place = self.columns.iter().position(|name| name == column).unwrap();
        self.rows.iter().map(|row| &row[place]).collect()
    }

    fn numbers(&self, column: &str) -> Vec<f64> {
        self.text(column).into_iter().map(|text| text.parse().unwrap()).collect()
    }

    fn values(&self, column: &str) -> Values {
        self.numbers(column).into_iter().map(Ok).collect()
    }

    /// Binary weights.
    fn neighbours(&self) -> Neighbours {
        let list = |text: &str| text.split_whitespace().map(|place| place.parse().unwrap()).collect();
        Neighbours::from_lists(self.text("neighbours").into_iter().map(list).collect()).unwrap()
    }

    fn keys(&self) -> Vec<u64> {
        self.text("id").into_iter().map(random::key).collect()
    }
}

fn near(found: f64, expected: f64, relative: f64, what: &str) {
    let allowed = relative * expected.abs().max(1e-12);
    assert!((found - expected).abs() <= allowed, "{what}: {found} is not {expected}");
}

fn fixed(permutations: u32, alternative: Alternative) -> Trial {
    Trial { permutations: Permutations::Fixed(permutations), alternative, ..Trial::default() }
}

/// A square lattice, neighbours by edges.
fn lattice(side: u32) -> Neighbours {
    let list = |area: u32| {
        let (row, column) = (area / side, area % side);
        let mut list = vec![];
        if row > 0 {
            list.push(area - side);
        }
        if column > 0 {
            list.push(area - 1);
        }
        if column + 1 < side {
            list.push(area + 1);
        }
        if row + 1 < side {
            list.push(area + side);
        }
        list
    };
    Neighbours::from_lists((0..side * side).map(list).collect()).unwrap()
}

/// Numbers without any pattern, skewed to the right.
fn noise(areas: usize, seed: u64) -> Values {
    use rand::Rng;
    let mut random = random::stream(seed, 99);
    (0..areas).map(|_| Ok(-((random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64 + 1e-12).ln())).collect()
}

/// The ten areas of the example `desmith` of libpysal 4.14.1 (de Smith, Goodchild and Longley, *Geospatial analysis*).
fn desmith() -> (Values, Neighbours) {
    let values = [2.24, 3.10, 4.55, -5.15, -4.39, 0.46, 5.54, 9.02, -2.09, -3.06].map(Ok).to_vec();
    let lists: [&[u32]; 10] = [
        &[1, 3],
        &[0, 4],
        &[3, 6],
        &[0, 2, 4, 7],
        &[1, 3, 5, 8],
        &[4, 9],
        &[2, 7],
        &[3, 6, 8],
        &[4, 7, 9],
        &[5, 8],
    ];
    (values, Neighbours::from_lists(lists.map(<[u32]>::to_vec).to_vec()).unwrap())
}
