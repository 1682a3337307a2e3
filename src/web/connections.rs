//! Connections: how many, how long, and how they end.

use super::log;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

/// So many connections are held at once; others wait until one ends.
const CONNECTIONS: usize = 512;
/// How long a client may take to send the head of a request, and how long a connection may lie idle
/// before the next.
const HEAD: Duration = Duration::from_secs(10);
/// The longest head, in bytes: an address of the greatest length, and all headers that browsers send.
const HEAD_BYTES: usize = 32 * 1024;
/// How long a client may take none of an answer that waits for it.
const STALLED: Duration = Duration::from_secs(15);
/// How long a connection is kept, however busy; then it is closed after the request at work.
const LIFE: Duration = Duration::from_secs(300);
/// How long requests at work are waited for when connections are to end.
const END: Duration = Duration::from_secs(10);

/// Serves until told to stop; then what is at work is finished, within [`END`].
pub(super) async fn serve(listener: TcpListener, routes: Router, stop: impl Future<Output = ()>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let (ending, ends) = watch::channel(());
    let mut stop = pin!(stop);
    loop {
        let accepted = async {
            let place = Arc::clone(&room).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            () = &mut stop => break,
            accepted = accepted => accepted,
        };
        match accepted {
            Ok((stream, from)) => {
                let (routes, ends) = (routes.clone(), ends.clone());
                tokio::spawn(async move {
                    connection(stream, from, routes, ends).await;
                    drop(place);
                });
            }
            // The client is gone again, or the system has no room: neither is for ever.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
    drop(listener);
    drop(ends);
    let _ = ending.send(());
    // Every connection holds a receiver until it ends.
    let _ = tokio::time::timeout(END, ending.closed()).await;
    log::written();
}

async fn connection(
    stream: TcpStream,
    from: SocketAddr,
    routes: Router,
    mut ends: watch::Receiver<()>,
) {
    let _ = stream.set_nodelay(true);
    let service = routes.map_request(move |mut request: Request<_>| {
        request.extensions_mut().insert(ConnectInfo(from));
        request
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES);
    let service = TowerToHyperService::new(service);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(STALLED));
    let stream = TokioIo::new(Box::pin(stream));
    let mut served = pin!(builder.serve_connection(stream, service));
    tokio::select! {
        _ = served.as_mut() => return,
        _ = ends.changed() => {}
        () = tokio::time::sleep(LIFE) => {}
    }
    served.as_mut().graceful_shutdown();
    let _ = tokio::time::timeout(END, served).await;
}
