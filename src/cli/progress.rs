//! Progress: a moving line on a terminal, plain lines otherwise, nothing when quiet.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::run::Step;

/// Shows which step of the run is under way.
pub(super) struct Progress {
    shown: Shown,
    begun: Instant,
}

enum Shown {
    Nothing,
    Lines,
    Bar(ProgressBar),
}

impl Progress {
    /// Progress for stderr, as it is now.
    pub(super) fn new(quiet: bool) -> Self {
        let shown = if quiet {
            Shown::Nothing
        } else if std::io::stderr().is_terminal() {
            Shown::Bar(bar())
        } else {
            Shown::Lines
        };
        Self { shown, begun: Instant::now() }
    }

    /// Shows a step.
    pub(super) fn step(&self, step: &Step) {
        match &self.shown {
            Shown::Nothing => {}
            Shown::Lines => {
                super::print::tell(&format!("{:6.1} s  {step}", self.begun.elapsed().as_secs_f64()));
            }
            Shown::Bar(bar) => {
                bar.set_position(step.number());
                bar.set_message(step.to_string());
            }
        }
    }

    /// Clears the moving line.
    pub(super) fn done(&self) {
        if let Shown::Bar(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::new(Step::COUNT);
    let style = ProgressStyle::with_template("{spinner} {bar:24} {elapsed} {msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}
