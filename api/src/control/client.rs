//! The command line's end of the socket.

use std::{
    io::{self, BufRead as _, BufReader, Write as _},
    os::unix::net::UnixStream,
    path::Path,
};

use super::{
    Command, Exit, Failure, output, place,
    protocol::{CommandRequest, OutputLine},
};

/// Lets the server that has the folder open run a command, and prints what it says; `None` when there is no server.
pub(super) fn ask(folder: &Path, command: &Command) -> Result<Option<Exit>, Failure> {
    let Some(mut stream) = connect(folder)? else { return Ok(None) };
    let asked = CommandRequest { version: env!("CARGO_PKG_VERSION").to_owned(), command: command.clone() };
    let line = serde_json::to_string(&asked).map_err(|error| Failure::new(error.to_string()))? + "\n";
    stream.write_all(line.as_bytes()).map_err(|error| broken(&error))?;
    for line in BufReader::new(stream).lines() {
        let line = line.map_err(|error| broken(&error))?;
        let said = serde_json::from_str(&line).map_err(|_| {
            Failure::new("the server answers in another way than this Daybook; use the server's version")
        })?;
        match said {
            OutputLine::Exit(exit) => return Ok(Some(exit)),
            said => output::print_one(&said)?,
        }
    }
    Err(Failure::new("the server stopped before the command had ended"))
}

/// Whether a server has the folder open.
pub(super) fn is_served(folder: &Path) -> bool {
    !matches!(connect(folder), Ok(None))
}

/// A connection to the server; `None` when no server listens, also where a killed one left its socket behind.
fn connect(folder: &Path) -> Result<Option<UnixStream>, Failure> {
    match place::with_path(folder, |path| UnixStream::connect(path)) {
        Ok(stream) => Ok(Some(stream)),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::ConnectionRefused => Ok(None),
            io::ErrorKind::PermissionDenied => Err(Failure::new(format!(
                "`{}` may not be used by this user ({error}); run the command as the user who runs the server",
                folder.join(place::NAME).display()
            ))),
            _ => Err(Failure::new(format!(
                "the server cannot be reached at `{}`: {error}",
                folder.join(place::NAME).display()
            ))),
        },
    }
}

fn broken(error: &io::Error) -> Failure {
    Failure::new(format!("the connection to the server broke before the command had ended: {error}"))
}
