//! Accepting connections, and how long one may take to say what it wants.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{Router, serve::Listener};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf},
    net::{TcpListener, TcpStream},
};

/// How long a client may take from one request's end to the end of the next one's headers. Who sends them byte by byte
/// holds no connection for longer, and an idle one is closed.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// How long a client may go on sending after the last answer was written.
const FAREWELL: Duration = Duration::from_secs(2);

/// A connection whose client receives the last answer even while it still sends: closed with something unread, TCP would
/// throw away what the client has not read yet, such as why its request or message was too large.
struct Connection {
    /// `None` once it is left.
    stream: Option<TcpStream>,
}

impl Connection {
    fn stream(&mut self) -> Pin<&mut TcpStream> {
        Pin::new(self.stream.as_mut().expect("a connection has its stream until it is dropped"))
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if let (Some(stream), Ok(runtime)) = (self.stream.take(), tokio::runtime::Handle::try_current()) {
            runtime.spawn(tokio::time::timeout(FAREWELL, leave(stream)));
        }
    }
}

/// Says that nothing more is written, and reads until the client says the same.
async fn leave(mut stream: TcpStream) {
    let mut unread = [0; 16 * 1024];
    if stream.shutdown().await.is_ok() {
        while matches!(stream.read(&mut unread).await, Ok(1..)) {}
    }
}

impl AsyncRead for Connection {
    fn poll_read(self: Pin<&mut Self>, task: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.get_mut().stream().poll_read(task, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(self: Pin<&mut Self>, task: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.get_mut().stream().poll_write(task, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.get_mut().stream().poll_flush(task)
    }

    fn poll_shutdown(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.get_mut().stream().poll_shutdown(task)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        task: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.get_mut().stream().poll_write_vectored(task, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.as_ref().is_some_and(AsyncWrite::is_write_vectored)
    }
}

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
        let connection =
            http.serve_connection_with_upgrades(TokioIo::new(Connection { stream: Some(stream) }), service);
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
    use tokio::sync::oneshot;

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
    async fn a_client_that_sends_too_much_hears_why() {
        let (mut stream, _stop, _running) = start(Duration::from_mins(1)).await;
        let head = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 30000000\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        // Nothing is read before all is sent, as simple clients do.
        for _ in 0..3_000 {
            stream.write_all(&[b' '; 10_000]).await.unwrap();
        }
        assert!(rest(&mut stream).await.starts_with("HTTP/1.1 413 "));
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
