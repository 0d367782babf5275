//! What goes to the screen: data to stdout, everything else to stderr.

use std::io::{self, Write};

use crate::error::Error;
use crate::problem::Problems;

/// Writes to stdout. A reader that went away, such as `head`, is no error.
pub(super) fn out(text: &str) -> Result<(), Error> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(why) if why.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::File { what: "cannot write to the screen".into(), why })
        }
        _ => Ok(()),
    }
}

/// Writes a line to stderr; what cannot be written there is lost, as there is no other place to say so.
pub(super) fn tell(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Tells why a run stopped.
pub(super) fn error(error: &Error) {
    match error {
        Error::Refused(problems) => self::problems(problems),
        other => tell(&format!("error: {other}")),
    }
}

/// Tells all problems, errors first.
pub(super) fn problems(problems: &Problems) {
    if !problems.is_empty() {
        tell(&problems.to_string());
    }
}

/// Prints the manual page: the command and all its subcommands.
pub(super) fn manual(command: &clap::Command) -> Result<(), Error> {
    let mut text = Vec::new();
    let rendered = clap_mangen::Man::new(command.clone()).render(&mut text);
    rendered.map_err(|why| Error::File { what: "cannot make the manual page".into(), why })?;
    for subcommand in command.get_subcommands() {
        let name = format!("reachgap-{}", subcommand.get_name());
        let rendered = clap_mangen::Man::new(subcommand.clone().display_name(name)).render(&mut text);
        rendered.map_err(|why| Error::File { what: "cannot make the manual page".into(), why })?;
    }
    out(&String::from_utf8_lossy(&text))
}
