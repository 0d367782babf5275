//! Fisher–Jenks natural breaks: the exact classes that make values within a class as alike as they can be.

/// Running sums over the different values, from which the spread of any class follows at once.
struct Sums {
    weight: Vec<f64>,
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Sums {
    /// Sums of values with how often each occurs, measured from the mean so that no digits are lost.
    fn new(values: &[f64], times: &[f64]) -> Self {
        let total: f64 = times.iter().sum();
        let mean = values.iter().zip(times).map(|(v, t)| v * t).sum::<f64>() / total;
        let mut sums = Sums { weight: vec![0.0], first: vec![0.0], second: vec![0.0] };
        let (mut weight, mut first, mut second) = (0.0, 0.0, 0.0);
        for (value, times) in values.iter().zip(times) {
            let apart = value - mean;
            weight += times;
            first += apart * times;
            second += apart * apart * times;
            sums.weight.push(weight);
            sums.first.push(first);
            sums.second.push(second);
        }
        sums
    }

    /// Sum of squared distances from their mean of the values from `start` up to but not including `end`.
    fn spread(&self, start: usize, end: usize) -> f64 {
        let weight = self.weight[end] - self.weight[start];
        let first = self.first[end] - self.first[start];
        let second = self.second[end] - self.second[start];
        (second - first * first / weight).max(0.0)
    }
}

/// The best upper limits of `classes` classes of sorted values: the largest value of each class.
///
/// Formula: the partition that minimises the sum over classes of Σ(x − class mean)².
///
/// The optimum is exact. Because the best start of the last class never moves left as values are added,
/// each further class costs n log n instead of n², by divide and conquer.
///
/// Missing values: none; fewer limits are returned where there are fewer different values.
///
/// References: Fisher (1958), On grouping for maximum homogeneity, Journal of the American Statistical
/// Association 53(284), 789–798, DOI 10.1080/01621459.1958.10501479; Jenks (1977), Optimal data
/// classification for choropleth maps.
///
/// ```
/// use reachgap::publish::maps::fisher_jenks::upper_limits;
/// // mapclassify 2.10.0, FisherJenks(k=4) of the same values: within-class sum of squares 7.5556.
/// let values = [1.0, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 3.0, 3.0, 7.0, 8.0, 8.0, 15.0, 15.0, 40.0];
/// assert_eq!(upper_limits(&values, 4), [3.0, 8.0, 15.0, 40.0]);
/// ```
pub fn upper_limits(sorted: &[f64], classes: usize) -> Vec<f64> {
    let groups: Vec<&[f64]> = sorted.chunk_by(|a, b| a == b).collect();
    let values: Vec<f64> = groups.iter().map(|group| group[0]).collect();
    let times: Vec<f64> = groups.iter().map(|group| group.len() as f64).collect();
    if values.len() <= classes {
        return values;
    }
    let sums = Sums::new(&values, &times);
    let starts = class_starts(&sums, values.len(), classes);
    let mut limits = Vec::with_capacity(classes);
    let mut end = values.len();
    for row in starts.iter().rev() {
        limits.push(values[end - 1]);
        end = row[end];
    }
    limits.push(values[end - 1]);
    limits.reverse();
    limits
}

/// For two classes, three classes and so on: the best start of the last class for every number of values.
fn class_starts(sums: &Sums, count: usize, classes: usize) -> Vec<Vec<usize>> {
    let mut best: Vec<f64> =
        (0..=count).map(|end| if end == 0 { 0.0 } else { sums.spread(0, end) }).collect();
    let mut rows = Vec::with_capacity(classes - 1);
    for class in 2..=classes {
        let mut next = vec![f64::INFINITY; count + 1];
        let mut row = vec![0; count + 1];
        let layer = Layer { sums, before: &best, least: class - 1 };
        layer.fill((class, count), (class - 1, count - 1), &mut next, &mut row);
        best = next;
        rows.push(row);
    }
    rows
}

/// One further class on top of the best partitions into one class fewer.
struct Layer<'a> {
    sums: &'a Sums,
    before: &'a [f64],
    least: usize,
}

impl Layer<'_> {
    /// Finds the middle end's best start among `starts`, which then bounds the starts of both halves.
    fn fill(&self, ends: (usize, usize), starts: (usize, usize), best: &mut [f64], row: &mut [usize]) {
        if ends.0 > ends.1 {
            return;
        }
        let end = ends.0.midpoint(ends.1);
        let mut found = (f64::INFINITY, starts.0);
        for start in starts.0.max(self.least)..=starts.1.min(end - 1) {
            let cost = self.before[start] + self.sums.spread(start, end);
            if cost < found.0 {
                found = (cost, start);
            }
        }
        best[end] = found.0;
        row[end] = found.1;
        self.fill((ends.0, end - 1), (starts.0, found.1), best, row);
        self.fill((end + 1, ends.1), (found.1, starts.1), best, row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The least sum of squares over every way of cutting sorted values into so many classes.
    fn by_trying_all(sorted: &[f64], classes: usize) -> f64 {
        let spread = |part: &[f64]| {
            let mean = part.iter().sum::<f64>() / part.len() as f64;
            part.iter().map(|x| (x - mean).powi(2)).sum::<f64>()
        };
        if classes == 1 {
            return spread(sorted);
        }
        (classes - 1..sorted.len())
            .map(|cut| by_trying_all(&sorted[..cut], classes - 1) + spread(&sorted[cut..]))
            .fold(f64::INFINITY, f64::min)
    }

    fn spread_of(sorted: &[f64], limits: &[f64]) -> f64 {
        let mut start = 0;
        limits
            .iter()
            .map(|limit| {
                let end = sorted.partition_point(|x| x <= limit);
                let part = &sorted[start..end];
                start = end;
                let mean = part.iter().sum::<f64>() / part.len() as f64;
                part.iter().map(|x| (x - mean).powi(2)).sum::<f64>()
            })
            .sum()
    }

    proptest! {
        #[test]
        fn no_other_partition_is_tighter(values in prop::collection::vec(-50i32..50, 6..12), classes in 2usize..5) {
            let mut sorted: Vec<f64> = values.iter().map(|v| f64::from(*v)).collect();
            sorted.sort_by(f64::total_cmp);
            prop_assume!(sorted.chunk_by(|a, b| a == b).count() > classes);
            let limits = upper_limits(&sorted, classes);
            prop_assert_eq!(limits.len(), classes);
            prop_assert!((spread_of(&sorted, &limits) - by_trying_all(&sorted, classes)).abs() < 1e-7);
        }
    }

    #[test]
    fn a_whole_country_is_classed_in_well_under_a_second() {
        let values: Vec<f64> = (0..33_755_u64).map(|i| ((i * 2_654_435_761) % 1_000_003) as f64).collect();
        let mut sorted = values;
        sorted.sort_by(f64::total_cmp);
        let began = std::time::Instant::now();
        let limits = upper_limits(&sorted, 7);
        assert_eq!(limits.len(), 7);
        assert!(began.elapsed().as_secs_f64() < 1.0, "{:?}", began.elapsed());
    }

    #[test]
    fn values_far_from_zero_keep_their_classes() {
        let sorted: Vec<f64> = [1.0, 1.1, 5.0, 5.2, 9.0, 9.1].iter().map(|x| x + 1e9).collect();
        assert_eq!(upper_limits(&sorted, 3), [1e9 + 1.1, 1e9 + 5.2, 1e9 + 9.1]);
    }
}
