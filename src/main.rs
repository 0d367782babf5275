//! The `reachgap` command: see `reachgap --help`.

fn main() -> std::process::ExitCode {
    reachgap::cli::main()
}
