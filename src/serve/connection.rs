//! Connections: so many at a time, and none may idle in the middle of a request or of an answer.

use super::{App, ServeError};
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;

/// Connections at a time; others wait to be accepted.
const CONNECTIONS: usize = 4096;
/// Time for the head of a request, the first or the next.
const HEAD: Duration = Duration::from_secs(10);
/// Time for the client to take some bytes of an answer.
const WRITE: Duration = Duration::from_secs(30);
/// Bytes and number of a request's headers.
const HEADER_BYTES: usize = 64 << 10;
const HEADERS: usize = 64;
/// Time for running answers when the server is to stop.
const STOP: Duration = Duration::from_secs(10);

/// Serves until `stop` comes; then answers what has begun and closes.
///
/// # Errors
/// None after a start.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    app: Arc<App>,
    stop: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(HEAD).max_headers(HEADERS).max_buf_size(HEADER_BYTES).half_close(false);
    tokio::pin!(stop);
    loop {
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place,
            () = &mut stop => break,
        };
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // too many open files, a client that went away: neither ends the server
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let connection = server.serve_connection(TokioIo::new(guarded(stream)), TowerToHyperService::new(router.clone()));
        let connection = graceful.watch(connection);
        let app = Arc::clone(&app);
        tokio::spawn(async move {
            app.connections.fetch_add(1, Ordering::Relaxed);
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection broke");
            }
            app.connections.fetch_sub(1, Ordering::Relaxed);
            drop(place);
        });
    }
    drop(listener);
    let closed = graceful.shutdown();
    if tokio::time::timeout(STOP, closed).await.is_err() {
        app.places.close();
    }
    Ok(())
}

fn guarded(stream: TcpStream) -> std::pin::Pin<Box<TimeoutStream<TcpStream>>> {
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE));
    Box::pin(stream)
}
