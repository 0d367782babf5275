//! The transverse Mercator projection on which the British National Grid is drawn.

/// The scale on the central meridian.
const SCALE: f64 = 0.999_601_271_7;
/// Latitude of the true origin, in degrees north.
const ORIGIN_LATITUDE: f64 = 49.0;
/// Longitude of the central meridian, in degrees east.
const CENTRAL_MERIDIAN: f64 = -2.0;
/// Easting of the true origin, in metres.
const FALSE_EASTING: f64 = 400_000.0;
/// Northing of the true origin, in metres.
const FALSE_NORTHING: f64 = -100_000.0;

/// The figure of the Earth that latitudes and longitudes refer to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ellipsoid {
    /// Half the equatorial diameter, in metres.
    pub semi_major_m: f64,
    /// Half the distance between the poles, in metres.
    pub semi_minor_m: f64,
}

impl Ellipsoid {
    /// GRS 80, the ellipsoid of ETRS89 (and, to less than a millimetre, of WGS 84).
    pub const GRS80: Self = Self { semi_major_m: 6_378_137.0, semi_minor_m: 6_356_752.314_1 };
    /// Airy 1830, the ellipsoid of OSGB36.
    pub const AIRY_1830: Self = Self { semi_major_m: 6_377_563.396, semi_minor_m: 6_356_256.909 };

    /// The distance along the meridian from the true origin to a latitude, times the scale.
    fn meridional_arc_m(self, latitude: f64) -> f64 {
        let origin = ORIGIN_LATITUDE.to_radians();
        let n = (self.semi_major_m - self.semi_minor_m) / (self.semi_major_m + self.semi_minor_m);
        let (n2, n3) = (n * n, n * n * n);
        let (difference, sum) = (latitude - origin, latitude + origin);
        let first = (1.0 + n + 1.25 * n2 + 1.25 * n3) * difference;
        let second = (3.0 * n + 3.0 * n2 + 2.625 * n3) * difference.sin() * sum.cos();
        let third = (1.875 * n2 + 1.875 * n3) * (2.0 * difference).sin() * (2.0 * sum).cos();
        let fourth = 35.0 / 24.0 * n3 * (3.0 * difference).sin() * (3.0 * sum).cos();
        self.semi_minor_m * SCALE * (first - second + third - fourth)
    }
}

/// Easting and northing of a longitude and latitude on the National Grid's projection, without any
/// shift between datums.
///
/// Formula: the series of Annexe C, to the sixth power of the difference in longitude.
///
/// Units: degrees in, metres out. Missing values: a non-finite coordinate gives a non-finite result.
///
/// References: Ordnance Survey (2020), *A guide to coordinate systems in Great Britain*, Annexe C.
///
/// ```
/// use reachgap::join::projection::{Ellipsoid, transverse_mercator};
/// // Annexe C.1: 52°39′27.2531″ N, 1°43′4.5177″ E on Airy 1830 is E 651409.903, N 313177.270.
/// let (e, n) = transverse_mercator(Ellipsoid::AIRY_1830, 1.717_921_583_333_333_4, 52.657_570_305_555_55);
/// assert!((e - 651_409.903).abs() < 0.001 && (n - 313_177.270).abs() < 0.001);
/// ```
pub fn transverse_mercator(ellipsoid: Ellipsoid, longitude: f64, latitude: f64) -> (f64, f64) {
    let latitude = latitude.to_radians();
    let l = (longitude - CENTRAL_MERIDIAN).to_radians();
    let (sin, cos) = latitude.sin_cos();
    let (a, b) = (ellipsoid.semi_major_m, ellipsoid.semi_minor_m);
    let e2 = (a * a - b * b) / (a * a);
    let curve = 1.0 - e2 * sin * sin;
    let nu = a * SCALE / curve.sqrt();
    let rho = a * SCALE * (1.0 - e2) / (curve * curve.sqrt());
    let eta2 = nu / rho - 1.0;
    let t2 = (sin / cos) * (sin / cos);
    let (t4, c3) = (t2 * t2, cos * cos * cos);
    let c5 = c3 * cos * cos;
    let (l2, l3) = (l * l, l * l * l);

    let ii = nu / 2.0 * sin * cos;
    let iii = nu / 24.0 * sin * c3 * (5.0 - t2 + 9.0 * eta2);
    let iii_a = nu / 720.0 * sin * c5 * (61.0 - 58.0 * t2 + t4);
    let iv = nu * cos;
    let v = nu / 6.0 * c3 * (nu / rho - t2);
    let vi = nu / 120.0 * c5 * (5.0 - 18.0 * t2 + t4 + 14.0 * eta2 - 58.0 * t2 * eta2);

    let arc = ellipsoid.meridional_arc_m(latitude);
    let northing = FALSE_NORTHING + arc + ii * l2 + iii * l2 * l2 + iii_a * l3 * l3;
    let easting = FALSE_EASTING + iv * l + v * l3 + vi * l3 * l2;
    (easting, northing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ordnance_survey_guides_worked_example_is_met() {
        // source: Ordnance Survey, A guide to coordinate systems in Great Britain, Annexe C
        let (easting, northing) =
            transverse_mercator(Ellipsoid::AIRY_1830, 1.717_921_583_333_333_4, 52.657_570_305_555_55);
        assert!((easting - 651_409.903).abs() < 0.001, "{easting}");
        assert!((northing - 313_177.270).abs() < 0.001, "{northing}");
    }

    #[test]
    fn the_true_origin_is_where_it_is_stated_to_be() {
        assert_eq!(
            transverse_mercator(Ellipsoid::GRS80, CENTRAL_MERIDIAN, ORIGIN_LATITUDE),
            (400_000.0, -100_000.0)
        );
    }
}
