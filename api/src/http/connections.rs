//! Accepting connections, and how long one may take to say what it wants.

use std::time::Duration;

use axum::{Router, serve::Listener};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use tokio::net::TcpListener;

/// How long a client may take from one request's end to the end of the next one's headers. Who sends them byte by byte
/// holds no connection for longer, and an idle one is closed.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Serves connections until `stop`; then takes no more, and waits until the requests that have started are answered.
pub async fn serve(mut listener: TcpListener, routes: Router, patience: Duration, stop: impl Future<Output = ()>) {
    let connections = GracefulShutdown::new();
    let mut http = auto::Builder::new(TokioExecutor::new()).http1_only();
    http.http1().timer(TokioTimer::new()).header_read_timeout(patience);
    let mut stop = std::pin::pin!(stop);
    loop {
        let stream = tokio::select! {
            // Waits on its own when the system has no more sockets to give.
            (stream, _) = Listener::accept(&mut listener) => stream,
            () = &mut stop => break,
        };
        // An answer is written in one piece, so that there is nothing to gather. It only saves time: no harm without it.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(routes.clone());
        let connection = http.serve_connection_with_upgrades(TokioIo::new(stream), service);
        let watched = connections.watch(connection.into_owned());
        tokio::spawn(async move {
            if let Err(error) = watched.await {
                tracing::debug!(%error, "a connection ended");
            }
        });
    }
    drop(listener);
    connections.shutdown().await;
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
        sync::oneshot,
    };

    use super::*;
    use crate::testing::Server;

    /// A server with little patience: its address, and what stops it.
    async fn start(patience: Duration) -> (TcpStream, oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let routes = Server::garden().router;
        let running = tokio::spawn(serve(listener, routes, patience, async move { stopped.await.unwrap() }));
        (TcpStream::connect(address).await.unwrap(), stop, running)
    }

    async fn rest(stream: &mut TcpStream) -> String {
        let mut text = String::new();
        tokio::time::timeout(Duration::from_secs(20), stream.read_to_string(&mut text)).await.unwrap().unwrap();
        text
    }

    #[tokio::test]
    async fn closes_a_connection_whose_headers_do_not_end() {
        let (mut stream, _stop, _running) = start(Duration::from_millis(300)).await;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: a").await.unwrap();
        assert_eq!(rest(&mut stream).await, "");
    }

    #[tokio::test]
    async fn closes_a_connection_that_stays_idle_after_an_answer() {
        let (mut stream, _stop, _running) = start(Duration::from_millis(300)).await;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
        assert!(rest(&mut stream).await.starts_with("HTTP/1.1 200 OK\r\n"));
    }

    #[tokio::test]
    async fn ends_idle_connections_when_it_stops() {
        let (mut stream, stop, running) = start(Duration::from_mins(1)).await;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
        let mut start = [0; 12];
        stream.read_exact(&mut start).await.unwrap();
        assert_eq!(&start, b"HTTP/1.1 200");
        stop.send(()).unwrap();
        rest(&mut stream).await;
        tokio::time::timeout(Duration::from_secs(20), running).await.unwrap().unwrap();
    }
}
