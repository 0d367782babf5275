//! `reachgap explain`: everything behind one area's figures.

use clap::Args;

use super::{Inputs, print, progress::Progress};
use crate::area::AreaCode;
use crate::error::Error;

#[derive(Debug, Args)]
pub(super) struct Explain {
    #[command(flatten)]
    inputs: Inputs,
    /// The area's code.
    area: String,
}

impl Explain {
    pub(super) fn obey(&self) -> Result<(), Error> {
        let code =
            AreaCode::parse(&self.area).ok_or_else(|| Error::Usage("the area code is blank".into()))?;
        let assessment = self.inputs.assessment()?;
        let progress = Progress::new(self.inputs.quiet);
        let explained = crate::run::explain(&assessment, &code, &mut |step| progress.step(&step));
        progress.done();
        print::out(&explained?)
    }
}
