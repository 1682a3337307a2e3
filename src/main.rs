//! The program: all of it is in [`oppdrag::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    oppdrag::cli::run()
}
