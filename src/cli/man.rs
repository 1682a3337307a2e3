//! `oppdrag man`: the manual pages, made from the same words as `--help`.

use super::messages::say;
use super::{Cli, Outcome, Usage, output};
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use std::path::PathBuf;

/// Write the manual pages
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Writes a manual page for oppdrag and one for each command: oppdrag.1, oppdrag-extract.1, \u{2026}",
    after_help = "\
Examples:
  oppdrag man --out ~/.local/share/man/man1 && man oppdrag-extract
  oppdrag man | man -l -                    the first page, without writing anything
"
)]
pub(super) struct Args {
    /// The folder to write to, made where it is missing; without it, the first page is printed
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    let mut command = Cli::command();
    // Fills in what the subcommands inherit.
    command.build();
    let Some(folder) = &args.out else {
        return page(&command)
            .and_then(|page| output::print(&page))
            .map(|_| Outcome::Well)
            .map_err(|error| {
                Usage::new(format!("standard output: {error}"), "name a folder: --out")
            });
    };
    output::prepare(folder)?;
    let mut outcome = Outcome::Well;
    let commands = command
        .get_subcommands()
        .filter(|one| !one.is_hide_set() && one.get_name() != "help");
    let pages = std::iter::once(("oppdrag".to_string(), command.clone()))
        .chain(commands.map(|one| (format!("oppdrag-{}", one.get_name()), one.clone())));
    for (name, command) in pages {
        let written = page(&command.display_name(name.clone()))
            .map_err(|error| error.to_string())
            .and_then(|page| output::write_whole(&folder.join(format!("{name}.1")), &page));
        if let Err(message) = written {
            say(&format!("error: {message}"));
            outcome = Outcome::Failed;
        }
    }
    Ok(outcome)
}

fn page(command: &Command) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // The date of a page would make every build another one.
    Man::new(command.clone()).date("").render(&mut bytes)?;
    Ok(bytes)
}
