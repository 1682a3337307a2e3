//! `oppdrag completions`: what a shell needs to complete the commands.

use super::{Cli, Outcome, Usage, output};
use clap::CommandFactory;
use clap_complete::Shell;

/// Print the completions of a shell
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Prints a script by which a shell completes the commands and options of oppdrag at the Tab key.",
    after_help = "\
Examples:
  oppdrag completions bash > ~/.local/share/bash-completion/completions/oppdrag
  oppdrag completions zsh > ~/.zfunc/_oppdrag          (with fpath+=~/.zfunc in ~/.zshrc)
  oppdrag completions fish > ~/.config/fish/completions/oppdrag.fish
  oppdrag completions powershell >> $PROFILE
"
)]
pub(super) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "oppdrag", &mut script);
    output::print(&script)
        .map(|_| Outcome::Well)
        .map_err(|error| Usage::new(format!("standard output: {error}"), "write it elsewhere"))
}
