//! What a command says while it runs.

use std::io::Write as _;

use tokio::sync::mpsc;

use super::{Failure, said::Said};

/// Lines that may wait for whoever listens; the command waits then.
const WAITING: usize = 64;

/// Where a command says what it does and found. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Output(mpsc::Sender<Said>);

impl Output {
    /// A line of standard output: what was found or done, or JSON for programs.
    pub async fn line(&self, text: impl std::fmt::Display) {
        self.say(Said::Out(format!("{text}\n"))).await;
    }

    /// A line of standard error: progress and remarks, which programs do not read.
    pub async fn remark(&self, text: impl std::fmt::Display) {
        self.say(Said::Err(format!("{text}\n"))).await;
    }

    /// Whether somebody still listens.
    pub fn is_heard(&self) -> bool {
        !self.0.is_closed()
    }

    async fn say(&self, said: Said) {
        // Whoever left does not want to know.
        drop(self.0.send(said).await);
    }
}

/// An output, and what comes out of it.
pub(super) fn channel() -> (Output, mpsc::Receiver<Said>) {
    let (sender, receiver) = mpsc::channel(WAITING);
    (Output(sender), receiver)
}

/// Prints what is said until the command has ended.
pub(super) async fn print_all(mut lines: mpsc::Receiver<Said>) -> Result<(), Failure> {
    while let Some(said) = lines.recv().await {
        print_one(&said)?;
    }
    Ok(())
}

/// Prints what is said.
pub(super) fn print_one(said: &Said) -> Result<(), Failure> {
    match said {
        Said::Out(text) => print(text)?,
        Said::Err(text) => remark(text),
        Said::Exit(_) => {}
    }
    Ok(())
}

/// Writes to standard output. A reader that has seen enough, such as `head`, is no failure.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut output = std::io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("the output cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes to standard error. Where nobody listens any more, nobody misses it.
pub fn remark(text: &str) {
    drop(std::io::stderr().lock().write_all(text.as_bytes()));
}
