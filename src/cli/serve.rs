//! `oppdrag serve`: the lookup page on this machine.

use super::messages::say;
use super::{Outcome, Usage, asked};
use crate::store::StoreError;
use crate::web::{self, App, Hosts};
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use tokio::net::TcpListener;

/// Serve the lookup page and the API
#[derive(Debug, clap::Args)]
#[command(
    long_about = "Serves the lookup page (in Norwegian) and the API behind it, from the store that `extract` keeps. \
The store is only read; what the batch writes shows up without a restart. Nothing is fetched from other \
hosts. Ctrl+C or SIGTERM stops it; requests at work are finished first.\n\n\
It answers to this machine alone unless --addr says otherwise. There is no login and no TLS: on other \
addresses everyone who reaches them reads everything in the store; put a proxy that knows your people \
in front of it.",
    after_help = concat!(
        "\
Examples:
  oppdrag serve --store out                       then open http://127.0.0.1:8080
  oppdrag serve --store out/oppdrag.db --addr 127.0.0.1:9000
  oppdrag serve --host oppdrag.example.no         behind a proxy of that name
  curl -s http://127.0.0.1:8080/api/v1/deadlines?from=2026-05-01

",
        super::exit_codes!("never; the server runs until it is stopped", "wrong usage: no store, an address that cannot be had")
    )
)]
pub(super) struct Args {
    /// The store: its file, or the folder that it lies in
    #[arg(
        long,
        value_name = "PATH",
        env = asked::VARIABLE,
        default_value = asked::FOLDER
    )]
    store: PathBuf,
    /// The address and port to answer on (localhost:9000 too)
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080", value_parser = address)]
    addr: SocketAddr,
    /// Another name that leads here, as a proxy's; may be repeated
    ///
    /// Browsers say which name they asked for. On an address of this machine alone, others than localhost,
    /// 127.0.0.1 and [::1] are refused, so that no page of strangers can read the store through the
    /// browser. On other addresses all names go, unless some are given here.
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
}

/// An address with its port; a name is looked up.
fn address(text: &str) -> Result<SocketAddr, String> {
    let found = text.to_socket_addrs().ok().and_then(|mut all| all.next());
    found.ok_or_else(|| {
        format!("«{text}» is no address with a port, such as 127.0.0.1:9000 or localhost:9000")
    })
}

/// Runs the command.
pub(super) fn run(args: &Args) -> Result<Outcome, Usage> {
    let app = App::new(&args.store).map_err(|error| {
        let hint = match error {
            StoreError::Missing(_) => {
                "name the folder that `oppdrag extract` wrote to, or its oppdrag.db"
            }
            _ => "make the store anew with `oppdrag index` and the folder of the JSON",
        };
        Usage::new(error.to_string(), hint)
    })?;
    let started = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        // Questions wait for their turn before they come here; each thread has memory of its own.
        .max_blocking_threads(16)
        .build();
    let runtime = started.map_err(|error| Usage::new(error.to_string(), "try again"))?;
    let outcome = runtime.block_on(async {
        let listener = TcpListener::bind(args.addr).await.map_err(|error| {
            Usage::new(
                format!("{}: {error}", args.addr),
                "choose another address or port: --addr 127.0.0.1:9000",
            )
        })?;
        let own = listener.local_addr().unwrap_or(args.addr);
        if !own.ip().is_loopback() {
            say(&format!(
                "warning: {own} is no address of this machine alone: everyone who reaches it reads all that is in the store; there is no login"
            ));
        }
        say(&format!("http://{own} (stop with Ctrl+C)"));
        let hosts = Hosts::of(own, &args.host);
        web::serve(listener, app, hosts, stopped()).await;
        Ok(Outcome::Well)
    });
    // What is still read from the disk is for nobody any more.
    runtime.shutdown_background();
    outcome
}

/// When the process is told to stop.
async fn stopped() {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
