//! Expected values: R 4.2.2 `glm(family = poisson)` with `epsilon = 1e-15`, and MASS 7.3-58.2 `glm.nb` with
//! `epsilon = 1e-14`, on the 24 made-up areas below.

use super::*;

const COUNTS: [f64; 24] = [
    6.0, 41.0, 11.0, 28.0, 45.0, 2.0, 30.0, 33.0, 4.0, 52.0, 9.0, 50.0, 0.0, 19.0, 48.0, 22.0, 12.0, 7.0,
    131.0, 6.0, 45.0, 14.0, 1.0, 40.0,
];
const EXPOSURE: [f64; 24] = [
    210.0, 390.0, 150.0, 520.0, 300.0, 120.0, 480.0, 310.0, 190.0, 280.0, 260.0, 500.0, 40.0, 410.0, 330.0,
    370.0, 140.0, 250.0, 610.0, 200.0, 290.0, 430.0, 90.0, 320.0,
];
const DEPRIVATION: [f64; 24] = [
    12.5, 28.1, 8.4, 35.2, 30.9, 5.1, 52.3, 17.6, 11.2, 33.3, 9.8, 41.7, 6.6, 22.4, 19.5, 47.1, 7.9, 14.8,
    60.2, 21.3, 26.7, 18.9, 10.1, 16.4,
];
const RURAL: [f64; 24] = [
    0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0,
    0.0, 0.0, 1.0,
];

fn covariates() -> [Covariate<'static>; 2] {
    [Covariate { name: "deprivation", values: &DEPRIVATION }, Covariate { name: "rural", values: &RURAL }]
}

fn near(found: f64, expected: f64, relative: f64) {
    assert!((found - expected).abs() <= relative * expected.abs(), "{found} is not {expected}");
}

fn assert_fit(found: &Regression, coefficients: [(f64, f64); 3], relative: f64) {
    for (found, (estimate, error)) in found.coefficients.iter().zip(coefficients) {
        near(found.estimate, estimate, relative);
        near(found.standard_error, error, relative);
    }
}

#[test]
fn poisson_agrees_with_r() {
    let found = fit(&COUNTS, &EXPOSURE, &covariates(), Family::Poisson).unwrap();
    let expected = [
        (-3.075_166_888_163_94, 0.091_514_717_708_839_97),
        (0.015_578_886_317_952_3, 0.002_564_258_802_336_89),
        (0.327_460_755_453_656_6, 0.089_091_544_131_296_43),
    ];
    assert_fit(&found, expected, 1e-10);
    near(found.deviance, 193.373_285_565_686_5, 1e-12);
    near(found.log_likelihood, -150.674_100_559_471_75, 1e-12);
    near(found.aic, 307.348_201_118_943_5, 1e-12);
    near(found.dispersion, 9.539_439_254_466_09, 1e-10);
    near(found.fitted[1], 38.714_233_067_673_38, 1e-10);
    assert_eq!(found.residual_degrees, 21);
}

#[test]
fn negative_binomial_agrees_with_mass() {
    let found = fit(&COUNTS, &EXPOSURE, &covariates(), Family::NegativeBinomial).unwrap();
    let expected = [
        (-3.257_535_771_102_793, 0.251_185_704_768_091_93),
        (0.021_488_558_925_311_4, 0.009_024_305_452_706_41),
        (0.347_546_478_962_963_1, 0.272_976_654_180_455_4),
    ];
    assert_fit(&found, expected, 1e-8);
    let theta = found.theta.unwrap();
    near(theta.value, 3.124_002_500_715_87, 1e-8);
    near(theta.standard_error, 1.083_762_670_929_25, 1e-7);
    near(found.deviance, 26.090_625_125_241_68, 1e-8);
    near(found.log_likelihood, -90.124_676_214_357_21, 1e-10);
    near(found.aic, 188.249_352_428_714_42, 1e-10);
    near(found.dispersion, 1.244_702_180_909_63, 1e-8);
}

#[test]
fn fitted_counts_keep_the_total() {
    let found = fit(&COUNTS, &EXPOSURE, &covariates(), Family::Poisson).unwrap();
    near(found.fitted.iter().sum(), COUNTS.iter().sum(), 1e-12);
}

#[test]
fn without_covariates_every_area_gets_the_common_rate() {
    let found = fit(&COUNTS, &EXPOSURE, &[], Family::Poisson).unwrap();
    let rate = COUNTS.iter().sum::<f64>() / EXPOSURE.iter().sum::<f64>();
    near(found.coefficients[0].estimate, rate.ln(), 1e-12);
    near(found.fitted[3], rate * EXPOSURE[3], 1e-12);
}

#[test]
fn large_covariates_do_no_harm() {
    let shifted: Vec<f64> = DEPRIVATION.iter().map(|value| 1e6 + 1000.0 * value).collect();
    let found =
        fit(&COUNTS, &EXPOSURE, &[Covariate { name: "shifted", values: &shifted }], Family::Poisson).unwrap();
    let plain = fit(&COUNTS, &EXPOSURE, &covariates()[..1], Family::Poisson).unwrap();
    near(found.coefficients[1].estimate * 1000.0, plain.coefficients[1].estimate, 1e-8);
    near(found.coefficients[1].standard_error * 1000.0, plain.coefficients[1].standard_error, 1e-8);
}

#[test]
fn collinear_and_constant_covariates_are_refused_by_name() {
    let double: Vec<f64> = DEPRIVATION.iter().zip(RURAL).map(|(d, r)| 2.0 * d - r).collect();
    let mut three = covariates().to_vec();
    three.push(Covariate { name: "double", values: &double });
    let refused = fit(&COUNTS, &EXPOSURE, &three, Family::Poisson).unwrap_err();
    assert_eq!(refused, RegressionError::Collinear { covariate: "double".into() });
    let same = [Covariate { name: "same", values: &[0.1; 24] }];
    let refused = fit(&COUNTS, &EXPOSURE, &same, Family::Poisson).unwrap_err();
    assert_eq!(refused, RegressionError::ConstantCovariate { covariate: "same".into() });
}

#[test]
fn a_covariate_that_singles_out_areas_without_events_is_refused() {
    let mut counts = COUNTS;
    for (count, rural) in counts.iter_mut().zip(RURAL) {
        *count *= 1.0 - rural;
    }
    for family in [Family::Poisson, Family::NegativeBinomial] {
        let refused = fit(&counts, &EXPOSURE, &covariates(), family).unwrap_err();
        assert_eq!(refused, RegressionError::Separation { covariate: "rural".into() });
    }
}

#[test]
fn counts_without_extra_variation_have_no_negative_binomial() {
    let refused = fit(&[10.0, 11.0, 9.0, 10.0], &[1.0; 4], &[], Family::NegativeBinomial).unwrap_err();
    assert_eq!(refused, RegressionError::NoExtraVariation);
}

#[test]
fn input_that_cannot_be_fitted_is_refused_by_place() {
    let poisson = |counts: &[f64], exposure: &[f64]| fit(counts, exposure, &[], Family::Poisson).unwrap_err();
    assert_eq!(poisson(&[0.0; 4], &[1.0; 4]), RegressionError::NoEvents);
    assert_eq!(poisson(&[1.0, -1.0], &[1.0; 2]), RegressionError::NotACount { area: 1 });
    assert_eq!(poisson(&[1.0, 1.0], &[1.0, 0.0]), RegressionError::NotAnExposure { area: 1 });
    assert_eq!(poisson(&[1.0], &[1.0]), RegressionError::TooFewAreas { areas: 1, coefficients: 1 });
    assert!(matches!(poisson(&[1.0, 2.0], &[1.0]), RegressionError::Length { .. }));
}
