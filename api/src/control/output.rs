//! What a command says while it runs.

use std::io::Write as _;

use tokio::sync::mpsc;

use super::{Failure, protocol::OutputLine};

/// Lines that may wait for the client; the command waits then.
const WAITING: usize = 64;

/// Where a command says what it does and found. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Output(mpsc::Sender<OutputLine>);

impl Output {
    /// A line of standard output: what was found or done, or JSON for programs.
    pub async fn line(&self, text: impl std::fmt::Display) {
        self.say(OutputLine::Out(format!("{text}\n"))).await;
    }

    /// A line of standard error: progress and remarks, which programs do not read.
    pub async fn remark(&self, text: impl std::fmt::Display) {
        self.say(OutputLine::Err(format!("{text}\n"))).await;
    }

    /// Whether somebody still listens.
    pub fn is_heard(&self) -> bool {
        !self.0.is_closed()
    }

    async fn say(&self, said: OutputLine) {
        // Whoever left does not want to know.
        drop(self.0.send(said).await);
    }
}

/// An output, and what comes out of it.
pub(super) fn channel() -> (Output, mpsc::Receiver<OutputLine>) {
    let (sender, receiver) = mpsc::channel(WAITING);
    (Output(sender), receiver)
}

/// Prints what is said until the command has ended.
pub(super) async fn print_all(mut lines: mpsc::Receiver<OutputLine>) -> Result<(), Failure> {
    while let Some(said) = lines.recv().await {
        print_one(&said)?;
    }
    Ok(())
}

/// Prints what is said.
pub(super) fn print_one(said: &OutputLine) -> Result<(), Failure> {
    match said {
        OutputLine::Out(text) => print(text)?,
        OutputLine::Err(text) => remark(text),
        OutputLine::Exit(_) => {}
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

/// Writes to standard error. Where the client is gone, the output is dropped.
pub fn remark(text: &str) {
    drop(std::io::stderr().lock().write_all(text.as_bytes()));
}
