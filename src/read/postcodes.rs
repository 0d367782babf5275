//! A look-up from postcodes to areas, in the layout of the National Statistics Postcode Lookup or the ONS directory.

use rustc_hash::FxHashMap;

use super::source::{Opening, Source};
use crate::area::{AreaCode, Geography};
use crate::assessment::Assessment;
use crate::ledger::FileRead;
use crate::problem::Problems;

/// Postcodes and the areas they lie in.
#[derive(Debug)]
pub struct PostcodesRead {
    /// The file.
    pub file: FileRead,
    /// Geography of its codes.
    pub geography: Geography,
    /// The area of each postcode, by the postcode in [`normal`] form.
    pub areas: FxHashMap<String, AreaCode>,
}

/// A postcode as it is compared: upper case, without spaces.
///
/// ```
/// use reachgap::read::postcodes::normal;
/// assert_eq!(normal(" bs1 4dj"), "BS14DJ");
/// ```
pub fn normal(postcode: &str) -> String {
    postcode.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
}

/// Reads the look-up.
pub fn read(assessment: &Assessment, problems: &mut Problems) -> Option<PostcodesRead> {
    let settings = assessment.settings.postcodes.as_ref()?;
    let named: Vec<&str> =
        [&settings.postcode, &settings.code].into_iter().flatten().map(String::as_str).collect();
    let preset = settings.preset.as_deref().or(Some("nspl"));
    let opening = Opening { file: &settings.file, preset, named: &named };
    let source = Source::open(assessment, opening, problems)?;
    let geography = Geography::named(&settings.geography);
    let postcode = source.need("postcode", settings.postcode.as_deref(), problems);
    let code = source.need(geography.name(), settings.code.as_deref(), problems);
    let (postcode, code) = (postcode?, code?);
    let codes = source.codes(code, &geography, problems);
    let pairs = codes.into_iter().enumerate();
    let areas =
        pairs.filter_map(|(row, area)| Some((normal(source.table.cell(postcode, row)), area?))).collect();
    Some(PostcodesRead { file: source.file(assessment, Some(&geography)), geography, areas })
}
