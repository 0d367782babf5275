//! Windows: for each area, the areas nearest to it, as a circle or an ellipse around it grows.

/// The form that a window keeps while it grows: a circle, or an ellipse lying at an angle.
///
/// # References
/// Kulldorff M, Huang L, Pickle L, Duczmal L (2006). An elliptic spatial scan statistic. *Statistics in Medicine*
/// 25:3929–3943. <https://doi.org/10.1002/sim.2490>
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    ratio: f64,
    degrees: f64,
}

impl Shape {
    /// A circle.
    pub const CIRCLE: Self = Self { ratio: 1.0, degrees: 0.0 };

    /// An ellipse whose longer axis is `ratio` times the shorter and lies `degrees` anticlockwise from the east.
    /// `None` unless the ratio is at least one and both are finite.
    #[must_use]
    pub fn ellipse(ratio: f64, degrees: f64) -> Option<Self> {
        (ratio >= 1.0 && ratio.is_finite() && degrees.is_finite()).then_some(Self { ratio, degrees })
    }

    /// The circle and the ellipses that SaTScan tries unless told otherwise: ratios 1.5, 2, 3, 4 and 5 at 4, 6, 9, 12
    /// and 15 angles.
    #[must_use]
    pub fn usual() -> Vec<Self> {
        let angles = |(ratio, count): (f64, u32)| {
            (0..count).map(move |i| Self { ratio, degrees: 180.0 * f64::from(i) / f64::from(count) })
        };
        let ellipses = [(1.5, 4), (2.0, 6), (3.0, 9), (4.0, 12), (5.0, 15)].into_iter().flat_map(angles);
        [Self::CIRCLE].into_iter().chain(ellipses).collect()
    }

    /// Length of the longer axis over that of the shorter.
    #[must_use]
    pub const fn ratio(self) -> f64 {
        self.ratio
    }

    /// Angle of the longer axis, degrees anticlockwise from the east.
    #[must_use]
    pub const fn degrees(self) -> f64 {
        self.degrees
    }

    /// The plane pressed together along the longer axis, so that the ellipse becomes a circle whose radius is its
    /// shorter half-axis.
    #[must_use]
    pub fn pressed(self, point: [f64; 2]) -> [f64; 2] {
        if self.ratio == 1.0 {
            return point;
        }
        let (sine, cosine) = self.degrees.to_radians().sin_cos();
        [(point[0] * cosine + point[1] * sine) / self.ratio, point[1] * cosine - point[0] * sine]
    }

    /// The shorter half-axis (of a circle: the radius) of the window around `centre` that reaches `furthest`, in the
    /// unit of the points.
    #[must_use]
    pub fn reach(self, centre: [f64; 2], furthest: [f64; 2]) -> f64 {
        let apart = self.pressed([furthest[0] - centre[0], furthest[1] - centre[1]]);
        apart[0].hypot(apart[1])
    }

    /// How compact the shape is: `4r/(r + 1)²`, one for a circle.
    #[must_use]
    pub fn compactness(self) -> f64 {
        4.0 * self.ratio / ((self.ratio + 1.0) * (self.ratio + 1.0))
    }
}

/// For every area the areas that its growing window takes in, nearest first and itself among them.
///
/// Areas at the same distance are taken in together. Inside, areas stand in an order that follows a curve through the
/// plane, so that what is near lies near in memory; members are places in that order.
#[derive(Debug, Clone, PartialEq)]
pub struct Windows {
    shape: Shape,
    areas: Vec<u32>,
    members: Members,
    unfinished: Vec<Box<[u32]>>,
}

/// The members of each window as places along the curve; two bytes each where that is enough.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Members {
    /// Of at most 65,536 areas.
    Narrow(Vec<Box<[u16]>>),
    /// Of more.
    Wide(Vec<Box<[u32]>>),
}

/// A number that is a place along the curve.
pub(crate) trait Place: Copy + Send + Sync {
    /// The place.
    fn index(self) -> usize;
}

impl Place for u16 {
    fn index(self) -> usize {
        usize::from(self)
    }
}

impl Place for u32 {
    fn index(self) -> usize {
        self as usize
    }
}

impl Windows {
    /// Windows of a shape, all lists by place along the curve: the area at each place, the members of its window
    /// and after which of them (counted from 0) the window is unfinished because the next is as far away.
    pub(crate) const fn new(
        shape: Shape,
        areas: Vec<u32>,
        members: Members,
        unfinished: Vec<Box<[u32]>>,
    ) -> Self {
        Self { shape, areas, members, unfinished }
    }

    /// The form of the windows.
    #[must_use]
    pub const fn shape(&self) -> Shape {
        self.shape
    }

    /// How many areas there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.areas.len()
    }

    /// Whether there is no area at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// The area at each place along the curve.
    #[must_use]
    pub fn areas(&self) -> &[u32] {
        &self.areas
    }

    /// How many members all windows have together.
    #[must_use]
    pub fn total_members(&self) -> usize {
        match &self.members {
            Members::Narrow(lists) => lists.iter().map(|list| list.len()).sum(),
            Members::Wide(lists) => lists.iter().map(|list| list.len()).sum(),
        }
    }

    /// The first `count` areas of the window at a place, nearest first.
    #[must_use]
    pub fn nearest(&self, place: usize, count: usize) -> Vec<usize> {
        let area = |member: usize| self.areas[member] as usize;
        match &self.members {
            Members::Narrow(lists) => lists[place].iter().take(count).map(|m| area(m.index())).collect(),
            Members::Wide(lists) => lists[place].iter().take(count).map(|m| area(m.index())).collect(),
        }
    }

    pub(crate) const fn members(&self) -> &Members {
        &self.members
    }

    pub(crate) fn unfinished(&self, place: usize) -> &[u32] {
        &self.unfinished[place]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ellipse_reaches_further_along_its_longer_axis() {
        let upright = Shape::ellipse(2.0, 90.0).expect("an ellipse");
        assert!((upright.reach([1.0, 1.0], [1.0, 5.0]) - 2.0).abs() < 1e-12);
        assert!((upright.reach([1.0, 1.0], [5.0, 1.0]) - 4.0).abs() < 1e-12);
    }

    #[test]
    fn the_usual_shapes_are_a_circle_and_46_ellipses() {
        let shapes = Shape::usual();
        assert_eq!(shapes.len(), 47);
        assert_eq!(shapes[0], Shape::CIRCLE);
        assert_eq!(shapes[2].degrees(), 45.0);
        assert_eq!(Shape::CIRCLE.compactness(), 1.0);
        assert!((shapes[46].compactness() - 20.0 / 36.0).abs() < 1e-15);
    }

    #[test]
    fn what_is_no_ellipse_is_refused() {
        for (ratio, degrees) in [(0.5, 0.0), (f64::NAN, 0.0), (f64::INFINITY, 0.0), (2.0, f64::NAN)] {
            assert_eq!(Shape::ellipse(ratio, degrees), None);
        }
    }
}
