//! The server's end of the socket.

use std::{
    fs::{self, Permissions},
    io,
    os::unix::fs::{FileTypeExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use daybook_graphql::app::App;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{UnixListener, UnixStream},
};

use super::{
    Command, Exit, Failure, output, place,
    protocol::{CommandRequest, CommandVersion, OutputLine},
};
use crate::http::Draining;

/// Longest line that is read: commands are short, but for one that brings definition files along.
const LONGEST_LINE: u64 = 16 << 20;

/// How long the command line may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(10);

/// The socket of a running server; removed when this is dropped.
#[derive(Debug)]
pub struct Listening {
    folder: PathBuf,
}

impl Drop for Listening {
    fn drop(&mut self) {
        // One that stays behind is replaced by the next server.
        drop(place::with_path(&self.folder, |path| fs::remove_file(path)));
    }
}

/// Takes commands at the socket in a folder until the server stops. Whoever calls this has the store in the folder open,
/// so that a socket that is there already was left behind.
pub fn listen(folder: &Path, app: Arc<App>, draining: Draining) -> io::Result<Listening> {
    let listener = place::with_path(folder, bind)?;
    let listening = Listening { folder: std::path::absolute(folder)? };
    tokio::spawn(accept(listener, app, draining));
    Ok(listening)
}

fn bind(path: &Path) -> io::Result<UnixListener> {
    match fs::symlink_metadata(path) {
        Ok(left) if left.file_type().is_socket() => fs::remove_file(path)?,
        Ok(_) => return Err(io::Error::new(io::ErrorKind::AlreadyExists, "there is a file of this name")),
        Err(_) => {}
    }
    let listener = UnixListener::bind(path)?;
    fs::set_permissions(path, Permissions::from_mode(0o600))?;
    Ok(listener)
}

async fn accept(listener: UnixListener, app: Arc<App>, draining: Draining) {
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => accepted,
            () = draining.started() => return,
        };
        match stream {
            Ok((stream, _)) => {
                let (app, open) = (Arc::clone(&app), draining.open());
                tokio::spawn(async move {
                    if let Err(error) = answer(stream, app).await {
                        tracing::debug!(%error, "a command's connection ended");
                    }
                    drop(open);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a command could not be taken");
                // Such as no more files: others have to be closed first.
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

/// Reads one command, runs it, and tells what it says.
async fn answer(stream: UnixStream, app: Arc<App>) -> io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut line = Vec::new();
    let mut reader = BufReader::new(reader.take(LONGEST_LINE));
    tokio::time::timeout(PATIENCE, reader.read_until(b'\n', &mut line)).await??;
    let command = match read(&line) {
        Ok(command) => command,
        Err(failure) => return end(&mut writer, Err(failure)).await,
    };
    let name = command.name();
    tracing::info!(command = name, "command");
    let (output, mut lines) = output::channel();
    let work = tokio::spawn(async move { command.run(&app, &output).await });
    let mut heard = Ok(());
    while let Some(said) = lines.recv().await {
        heard = writer.write_all(said.line().as_bytes()).await;
        if heard.is_err() {
            lines.close();
        }
    }
    let outcome = work.await.unwrap_or_else(|error| Err(Failure::broken(&error)));
    let exit = u8::from(outcome.as_ref().map_or_else(|failure| failure.exit, |exit| *exit));
    tracing::info!(command = name, exit, "command ended");
    heard?;
    end(&mut writer, outcome).await
}

/// The command that a line asks for.
fn read(line: &[u8]) -> Result<Command, Failure> {
    serde_json::from_slice::<CommandRequest>(line).map(|asked| asked.command).map_err(|error| {
        let own = env!("CARGO_PKG_VERSION");
        match serde_json::from_slice::<CommandVersion>(line) {
            Ok(CommandVersion { version }) if version != own => Failure::refused(format!(
                "the running server is Daybook {own} and does not know this command of {version}; use the same version"
            )),
            _ => Failure::refused(format!("the running server does not understand the command: {error}")),
        }
    })
}

async fn end(writer: &mut (impl tokio::io::AsyncWrite + Unpin), outcome: Result<Exit, Failure>) -> io::Result<()> {
    let exit = match outcome {
        Ok(exit) => exit,
        Err(failure) => {
            writer.write_all(OutputLine::Err(format!("daybook: {failure}\n")).line().as_bytes()).await?;
            failure.exit
        }
    };
    writer.write_all(OutputLine::Exit(exit).line().as_bytes()).await?;
    writer.shutdown().await
}
