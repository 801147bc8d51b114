//! `daybook serve`.

use std::{io, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use clap::Args;
use daybook_graphql::app::App;
use figment::value::Value;
use tokio::net::TcpListener;

use super::{DefinitionArguments, Failure, Flags, format_value, path_value, remark};
use crate::{
    compose,
    config::{Config, ConfigError, Listen, LogFormat, Sources},
    control::{self, Exit},
    http::{self, Draining},
    logging, router,
};

/// How long requests that have started may take to finish when the server stops.
const DRAIN: Duration = Duration::from_secs(6);

/// How long the store may take to finish what it has taken on.
const CLOSE: Duration = Duration::from_secs(3);

/// Settings as flags.
#[derive(Args, Clone, Debug)]
pub struct Arguments {
    #[command(flatten)]
    definitions: DefinitionArguments,
    /// Address and port; while there is no sign-in, only this machine's own [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<Listen>,
    /// Folder of the store; made when it does not exist [default: data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// How log lines are written [default: auto]
    #[arg(long, value_name = "FORMAT", value_enum)]
    log_format: Option<LogFormat>,
    /// Which log lines: error, warn, info, debug, trace, or a filter [default: info]
    #[arg(long, value_name = "FILTER")]
    log_level: Option<String>,
    /// Largest body of a request, in bytes [default: 1048576]
    #[arg(long, value_name = "BYTES")]
    body: Option<u32>,
    /// Largest body of /ingest, in bytes [default: 8388608]
    #[arg(long, value_name = "BYTES")]
    ingest_body: Option<u32>,
    /// Most operations in one GraphQL batch [default: 10]
    #[arg(long, value_name = "COUNT")]
    batch: Option<u32>,
    /// Days for which the trash keeps an entry before it is purged; 0 keeps it for ever [default: 30]
    #[arg(long, value_name = "DAYS")]
    trash_days: Option<u32>,
    /// Days for which changes and earlier versions are kept; 0 keeps them for ever [default: 0]
    #[arg(long, value_name = "DAYS")]
    history_days: Option<u32>,
    /// Samples from before are kept apart, flagged: a clock without power tells such times [default: 2000-01-01T00:00:00Z]
    #[arg(long, value_name = "TIME")]
    samples_earliest: Option<String>,
    /// Samples further ahead of now are kept apart, too [default: P1Y]
    #[arg(long, value_name = "DURATION")]
    samples_ahead: Option<String>,
    /// Threads that read [default: 2]
    #[arg(long, value_name = "COUNT")]
    readers: Option<u32>,
}

impl Arguments {
    /// The settings of all sources.
    pub(super) fn sources(&self) -> Result<Sources, ConfigError> {
        let text = |value: &dyn ToString| Value::from(value.to_string());
        let flags: [(&'static str, Option<Value>); 12] = [
            ("listen", self.listen.as_ref().map(|listen| text(listen))),
            ("data", self.data.as_deref().map(path_value)),
            ("log.format", self.log_format.map(format_value)),
            ("log.level", self.log_level.as_ref().map(|level| text(level))),
            ("limits.body", self.body.map(Value::from)),
            ("limits.ingest_body", self.ingest_body.map(Value::from)),
            ("limits.batch", self.batch.map(Value::from)),
            ("maintenance.trash_days", self.trash_days.map(Value::from)),
            ("maintenance.history_days", self.history_days.map(Value::from)),
            ("samples.earliest", self.samples_earliest.as_ref().map(|time| text(time))),
            ("samples.ahead", self.samples_ahead.as_ref().map(|ahead| text(ahead))),
            ("store.readers", self.readers.map(Value::from)),
        ];
        let given: Flags = flags.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
        self.definitions.sources(given)
    }
}

/// Starts the server and runs it until a signal stops it.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let config = arguments.sources()?.config()?;
    logging::start(&config.log);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("the server's threads cannot be started: {error}")))?;
    let outcome = runtime.block_on(serve(&config));
    // Whoever still reads a body has had its time.
    runtime.shutdown_background();
    outcome
}

async fn serve(config: &Config) -> Result<Exit, Failure> {
    let mut signals =
        Signals::listen().map_err(|error| Failure::new(format!("signals cannot be received: {error}")))?;
    let listener = bind(config.listen).await?;
    let address = listener.local_addr().map_err(|error| Failure::new(error.to_string()))?;
    let app = Arc::new(compose::app(config)?);
    let maintenance = compose::maintenance(&app, config);
    let draining = Draining::default();
    let options =
        http::Options { limits: config.limits.clone(), make_id: compose::random_id, draining: draining.clone() };
    let routes = router::router(Arc::clone(&app), options);
    #[cfg(unix)]
    let commands = listen_for_commands(config, &app, &draining);
    greet(address, config);
    #[cfg(unix)]
    warn_of_readers(&config.data);

    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let mut server = tokio::spawn(async move {
        let until = async move {
            let _ = stopped.await;
        };
        http::connections::serve(listener, routes, http::connections::PATIENCE, until).await;
    });
    tokio::select! {
        ended = &mut server => return Err(Failure::new(format!("the server ended: {ended:?}"))),
        () = signals.next() => {}
    }
    draining.start();
    app.served().live.close();
    tracing::info!("stopping: finishing the requests that have started");
    let _ = stop.send(());
    let finish = async {
        // Nobody finds a server any more that takes no commands.
        #[cfg(unix)]
        drop(commands);
        maintenance.stop().await;
        drain(server, &draining, &app).await;
    };
    tokio::select! {
        () = finish => tracing::info!("stopped"),
        () = signals.next() => return Err(Failure::new("stopped at once, as asked a second time")),
    }
    Ok(Exit::Done)
}

/// Lets requests and then the store finish, each for a bounded time.
async fn drain(server: tokio::task::JoinHandle<()>, draining: &Draining, app: &App) {
    let requests = async {
        drop(server.await);
        // Sockets are no requests any more, but are closed with a reason.
        draining.is_idle().await;
    };
    if tokio::time::timeout(DRAIN, requests).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
    if tokio::time::timeout(CLOSE, app.served().store.close()).await.is_err() {
        tracing::warn!("the store did not finish in time; what was acknowledged is safe");
    }
}

/// Takes commands of the command line. The server does its work without them, too, such as where a file system knows no
/// sockets.
#[cfg(unix)]
fn listen_for_commands(config: &Config, app: &Arc<App>, draining: &Draining) -> Option<control::Listening> {
    let listening = control::listen(&config.data, Arc::clone(app), draining.clone());
    listening
        .inspect_err(|error| {
            let data = config.data.display();
            tracing::warn!(%error, %data, "no socket could be made: commands cannot reach this server");
        })
        .ok()
}

async fn bind(listen: Listen) -> Result<TcpListener, Failure> {
    TcpListener::bind(listen.address()).await.map_err(|error| {
        let advice = match error.kind() {
            io::ErrorKind::AddrInUse => {
                "another program uses this port: stop it, or choose another port with --listen 127.0.0.1:PORT"
            }
            io::ErrorKind::PermissionDenied => {
                "this port is reserved: choose one above 1023 with --listen 127.0.0.1:PORT"
            }
            _ => "choose another address with --listen",
        };
        Failure::new(format!("cannot listen on {listen}: {error}\n{advice}"))
    })
}

/// Tells people where to go. Logs go to standard output, this does not.
fn greet(address: SocketAddr, config: &Config) {
    let port = address.port();
    tracing::info!(%address, data = %config.data.display(), "listening");
    let data = config.data.display();
    remark(&format!(
        "Daybook is on http://localhost:{port}  (data in {data}, Ctrl+C stops it)\n\
         There is no sign-in yet, so only this machine can reach it.\n"
    ));
}

/// Says so when other users of the machine can look into the folder. It may be meant so, for a group such as that of a
/// backup program; the files in it are for the owner alone all the same.
#[cfg(unix)]
fn warn_of_readers(folder: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt as _;

    let Ok(metadata) = std::fs::metadata(folder) else { return };
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        let folder = folder.display();
        tracing::warn!(%folder, mode = format!("{mode:03o}"), "other users can look into the data folder");
        remark(&format!(
            "Warning: other users of this machine can look into {folder} (mode {mode:03o}); `chmod 700 {folder}` keeps \
             them out.\n"
        ));
    }
}

/// What tells the process to stop.
struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        tokio::spawn(stay(signal(SignalKind::hangup())?));
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// A closed terminal, or a program that turns over log files, ends no server: there is nothing to open anew.
#[cfg(unix)]
async fn stay(mut hangup: tokio::signal::unix::Signal) {
    while hangup.recv().await.is_some() {
        tracing::info!(
            "SIGHUP: goes on as before; settings and definitions are read at the start, logs go to standard output"
        );
    }
}

#[cfg(not(unix))]
impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_port_in_use_is_named_with_what_to_do() {
        let taken = bind("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let address = taken.local_addr().unwrap();
        let message = bind(address.to_string().parse().unwrap()).await.unwrap_err().to_string();
        assert!(message.contains(&address.to_string()), "{message}");
        assert!(message.contains("choose another port with --listen"), "{message}");
    }
}
