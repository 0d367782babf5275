//! A wall between the run and libraries that panic on damaged files and shapes.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// A library gave up in the middle of its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GaveUp;

/// Runs a library's work on input that may be damaged; a panic becomes an error, and prints nothing.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, GaveUp> {
    keep_quiet();
    let before = GUARDED.replace(true);
    // What the work was building is dropped with it, so nothing half-made is seen afterwards.
    let outcome = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    outcome.map_err(|_| GaveUp)
}

/// Panics behind the wall are told as problems of the file; all others are told as ever.
fn keep_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let tell = take_hook();
        set_hook(Box::new(move |panic| {
            if !GUARDED.get() {
                tell(panic);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_a_library_becomes_an_error() {
        assert_eq!(guarded(|| 3), Ok(3));
        let nothing: Vec<u32> = Vec::new();
        assert_eq!(guarded(|| nothing[0]), Err(GaveUp));
    }
}
