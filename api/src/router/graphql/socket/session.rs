//! The conversation over one socket.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use axum::extract::ws::{Message, WebSocket};
use daybook_graphql::{
    error::{Code, RequestError, errors_json},
    execute::{Outcome, StreamItem, start},
};
use daybook_store::record::Origin;
use serde_json::{Value as Json, json};
use tokio::{sync::mpsc, task::AbortHandle, time::Instant};

use super::{
    MESSAGE,
    close::{self, Close},
    message::{self, Incoming},
};
use crate::{
    http::{HttpState, RequestId},
    router::graphql::operation::Operation,
};

/// How long a client may take to open the conversation.
const INIT: Duration = Duration::from_secs(3);

/// How long a client may take to receive a message.
const WRITE: Duration = Duration::from_secs(5);

/// How often a silent client is asked whether it is still there, and after how long without a sign it is not.
const HEARTBEAT: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(75));

/// Messages of a client in a minute.
const MESSAGES: usize = 100;

/// Operations that run at a time.
const OPERATIONS: usize = 20;

/// Answers of all operations that wait to be sent.
const QUEUE: usize = 32;

/// One socket.
pub struct Session {
    state: HttpState,
    id: RequestId,
    acknowledged: bool,
    /// Who writes here.
    origin: Origin,
    /// When the messages of the last minute came.
    received: VecDeque<Instant>,
    /// Running operations. The number tells an operation from an earlier one of the same id.
    operations: HashMap<String, (u64, AbortHandle)>,
    started: u64,
    answers: mpsc::Sender<Answer>,
}

/// What an operation has to say.
struct Answer {
    id: String,
    number: u64,
    text: String,
    last: bool,
}

/// What happens next.
enum Event {
    Message(Message),
    /// The connection broke, or a message was too large to be read.
    Broken(axum::Error),
    Left,
    Answer(Answer),
    InitTimeout,
    Heartbeat,
    Draining,
}

/// Why the loop ends.
enum Ending {
    Close(Close),
    /// The client is not there any more, or does not read.
    Drop,
}

impl From<Close> for Ending {
    fn from(close: Close) -> Self {
        Self::Close(close)
    }
}

impl Session {
    /// Talks until either side has enough.
    pub async fn run(mut socket: WebSocket, state: HttpState, id: RequestId) {
        let _open = state.options.draining.open();
        let (answers, mut waiting) = mpsc::channel(QUEUE);
        let mut session = Self {
            state,
            id,
            acknowledged: false,
            origin: Origin::Api,
            received: VecDeque::new(),
            operations: HashMap::new(),
            started: 0,
            answers,
        };
        let ending = session.talk(&mut socket, &mut waiting).await;
        for (_, (_, operation)) in session.operations.drain() {
            operation.abort();
        }
        if let Ending::Close(close) = ending {
            tracing::debug!(request_id = %session.id.0, code = close.code, reason = %close.reason, "socket closed");
            close::close(socket, close).await;
        }
    }

    async fn talk(&mut self, socket: &mut WebSocket, waiting: &mut mpsc::Receiver<Answer>) -> Ending {
        let draining = self.state.options.draining.clone();
        let draining = draining.started();
        tokio::pin!(draining);
        let init = moment() + INIT;
        let mut heard = moment();
        let mut beat = tokio::time::interval_at(moment() + HEARTBEAT.0, HEARTBEAT.0);
        loop {
            let event = tokio::select! {
                received = socket.recv() => match received {
                    Some(Ok(message)) => Event::Message(message),
                    Some(Err(error)) => Event::Broken(error),
                    None => Event::Left,
                },
                Some(answer) = waiting.recv() => Event::Answer(answer),
                () = tokio::time::sleep_until(init), if !self.acknowledged => Event::InitTimeout,
                _ = beat.tick() => Event::Heartbeat,
                () = &mut draining => Event::Draining,
            };
            let handled = match event {
                Event::Message(message) => {
                    heard = moment();
                    self.message(socket, message).await
                }
                Event::Answer(answer) => self.answer(socket, answer).await,
                Event::Heartbeat if heard.elapsed() > HEARTBEAT.1 => Err(Ending::Drop),
                Event::Heartbeat => write(socket, Message::Ping(bytes::Bytes::new())).await,
                Event::InitTimeout => Err(Close::INIT_TIMEOUT.into()),
                Event::Draining => Err(Close::GOING_AWAY.into()),
                Event::Broken(error) if is_too_large(&error) => Err(Close::TOO_LARGE.into()),
                Event::Broken(_) | Event::Left => Err(Ending::Drop),
            };
            if let Err(ending) = handled {
                return ending;
            }
        }
    }

    async fn message(&mut self, socket: &mut WebSocket, message: Message) -> Result<(), Ending> {
        let text = match message {
            Message::Text(text) => text,
            Message::Close(_) => return Err(Ending::Drop),
            Message::Pong(_) => return Ok(()),
            Message::Ping(_) => return self.count(),
            Message::Binary(_) => return Err(Close::bad_message("it is binary; send text").into()),
        };
        self.count()?;
        if text.len() > MESSAGE {
            return Err(Close::TOO_LARGE.into());
        }
        match Incoming::parse(&text)? {
            Incoming::Init(_) if self.acknowledged => Err(Close::SECOND_INIT.into()),
            Incoming::Init(origin) => {
                self.acknowledged = true;
                self.origin = origin;
                say(socket, message::ack()).await
            }
            Incoming::Ping(payload) => say(socket, message::pong(payload)).await,
            Incoming::Pong => Ok(()),
            Incoming::Subscribe(..) if !self.acknowledged => Err(Close::UNAUTHORIZED.into()),
            Incoming::Subscribe(id, operation) => self.subscribe(socket, id, operation).await,
            Incoming::Complete(id) => {
                if let Some((_, operation)) = self.operations.remove(&id) {
                    operation.abort();
                }
                Ok(())
            }
        }
    }

    /// Counts a message, unless there were too many in the last minute.
    fn count(&mut self) -> Result<(), Ending> {
        let now = moment();
        while self.received.front().is_some_and(|first| now.duration_since(*first) >= Duration::from_mins(1)) {
            self.received.pop_front();
        }
        if self.received.len() >= MESSAGES {
            return Err(Close::TOO_MANY.into());
        }
        self.received.push_back(now);
        Ok(())
    }

    async fn subscribe(&mut self, socket: &mut WebSocket, id: String, operation: Operation) -> Result<(), Ending> {
        if self.operations.contains_key(&id) {
            return Err(Close::duplicate(&id).into());
        }
        if self.operations.len() >= OPERATIONS {
            let message = format!("{OPERATIONS} operations run on this socket; complete one first");
            let error = RequestError::new(Code::RateLimited, message);
            return say(socket, message::error(&id, &errors_json(&[error], &self.id.0))).await;
        }
        self.started += 1;
        let (request_id, answers) = (self.id.0.clone(), self.answers.clone());
        let running = Running { id: id.clone(), number: self.started, answers, request_id };
        let (app, request) = (Arc::clone(&self.state.app), operation.into_live_request(&self.id, self.origin));
        let task = tokio::spawn(async move { running.run(start(&app, request).await).await });
        self.operations.insert(id, (self.started, task.abort_handle()));
        Ok(())
    }

    async fn answer(&mut self, socket: &mut WebSocket, answer: Answer) -> Result<(), Ending> {
        // The client may have completed the operation in the meantime, and even started another one of that id.
        if self.operations.get(&answer.id).is_none_or(|(number, _)| *number != answer.number) {
            return Ok(());
        }
        if answer.last {
            self.operations.remove(&answer.id);
        }
        say(socket, answer.text).await
    }
}

/// An operation that runs.
struct Running {
    id: String,
    /// Of the socket.
    request_id: String,
    number: u64,
    answers: mpsc::Sender<Answer>,
}

impl Running {
    async fn run(self, outcome: Outcome) {
        self.log(&outcome);
        let mut stream = match outcome {
            Outcome::Answer(response) if response.execution.is_done() => {
                self.say(message::next(&self.id, &response.body.to_string()), false).await;
                return self.say(message::complete(&self.id), true).await;
            }
            Outcome::Answer(response) => return self.fail(&response.body.into_value()["errors"]).await,
            Outcome::Stream(stream) => stream,
        };
        loop {
            match stream.next().await {
                Some(StreamItem::Next(text)) => self.say(message::next(&self.id, &text), false).await,
                Some(StreamItem::Failed(errors)) => return self.fail(&errors).await,
                // The server stops: the socket is closed in a way that lets clients come back, and nothing is complete.
                None => return,
            }
        }
    }

    /// One line as for any other request, though there is one status for all of a socket.
    fn log(&self, outcome: &Outcome) {
        let (operation, code) = match outcome {
            Outcome::Answer(response) => (response.operation.as_deref(), response.code),
            Outcome::Stream(stream) => (stream.operation.as_deref(), None),
        };
        tracing::info!(request_id = self.request_id, path = "/graphql", operation, code, "answered over a socket");
    }

    async fn fail(&self, errors: &Json) {
        let none = json!([]);
        let errors = if errors.is_array() { errors } else { &none };
        self.say(message::error(&self.id, errors), true).await;
    }

    async fn say(&self, text: String, last: bool) {
        let answer = Answer { id: self.id.clone(), number: self.number, text, last };
        // The socket may be gone; then so is this task, at once.
        drop(self.answers.send(answer).await);
    }
}

async fn say(socket: &mut WebSocket, text: String) -> Result<(), Ending> {
    write(socket, Message::text(text)).await
}

/// Sends a message. A client that does not read it in time is too slow, and its socket is closed: nothing waits for it
/// without end.
async fn write(socket: &mut WebSocket, message: Message) -> Result<(), Ending> {
    match tokio::time::timeout(WRITE, socket.send(message)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(Ending::Drop),
        Err(_) => Err(Close::TOO_SLOW.into()),
    }
}

/// For the time limits of one connection.
#[expect(clippy::disallowed_methods, reason = "timers run by this clock, which tests pause; no answer depends on it")]
fn moment() -> Instant {
    Instant::now()
}

/// Whether the connection broke because of a message larger than is read. The library tells it by its text alone.
fn is_too_large(error: &axum::Error) -> bool {
    error.to_string().contains("too long") || error.to_string().contains("too big")
}
