//! What a subscription answers, across changes of the definitions.

use std::sync::Arc;

use serde_json::Value as Json;

use super::{Outcome, started};
use crate::{
    app::App,
    error::{Code, RequestError, errors_json},
    live::Subscription,
    request::Request,
};

/// The answers to a subscription.
pub struct Stream {
    pub(super) subscription: Subscription,
    pub(super) app: Arc<App>,
    /// To subscribe again when the definitions change.
    pub(super) request: Box<Request>,
    /// What is followed, for the log.
    pub operation: Option<String>,
    /// What was told and what is told after following again are one whole.
    pub(super) seamless: bool,
    /// It failed, and that was told.
    pub(super) failed: bool,
}

/// One answer to a subscription.
pub enum StreamItem {
    /// The text of a response: `{"data": …}`.
    Next(Arc<str>),
    /// It failed, and this is the last: a list of errors.
    Failed(Json),
}

impl Stream {
    /// The next answer; `None` when the server is about to stop. When the definitions change it goes on under the new ones.
    pub async fn next(&mut self) -> Option<StreamItem> {
        loop {
            match self.subscription.next().await {
                Some(Ok(text)) => return Some(StreamItem::Next(text)),
                Some(Err(error)) => return Some(self.fail(&[error])),
                None if self.failed || self.app.served().live.is_closed() => return None,
                None => match self.follow_again().await {
                    Ok(stream) => *self = stream,
                    Err(errors) => return Some(self.fail(&errors)),
                },
            }
        }
    }

    /// Follows the same under the definitions that are served now, from where it was.
    async fn follow_again(&self) -> Result<Self, Vec<RequestError>> {
        if !self.seamless {
            let message = "the definitions have changed; read what you may have missed, then follow again";
            return Err(vec![RequestError::new(Code::Unavailable, message)]);
        }
        let request = Request::clone(&self.request);
        match Box::pin(started(&self.app, request, Some(self.subscription.reached()), &mut None)).await? {
            Outcome::Stream(stream) => Ok(stream),
            Outcome::Answer(_) => Err(vec![RequestError::new(Code::Internal, "a subscription was answered at once")]),
        }
    }

    fn fail(&mut self, errors: &[RequestError]) -> StreamItem {
        self.failed = true;
        StreamItem::Failed(errors_json(errors, &self.request.request_id))
    }
}
