//! Logs: structured events on standard output.

use std::io::IsTerminal;

use tracing_subscriber::{EnvFilter, layer::SubscriberExt, util::SubscriberInitExt};

use crate::config::{Log, LogFormat};

/// Starts logging for the whole process. Panics are logged too, each as one event.
pub fn start(log: &Log) {
    let filter = EnvFilter::try_new(&log.level).unwrap_or_else(|_| EnvFilter::new("info"));
    let registry = tracing_subscriber::registry().with(filter);
    let text = match log.format {
        LogFormat::Text => true,
        LogFormat::Json => false,
        LogFormat::Auto => std::io::stdout().is_terminal(),
    };
    // When the terminal is gone, a failure to write to it cannot be reported anywhere.
    let layer = tracing_subscriber::fmt::layer().log_internal_errors(false);
    // Only a second start in one process fails, and then the first one's logging goes on.
    let _ = if text {
        registry.with(layer.with_target(false).with_ansi(std::io::stdout().is_terminal())).try_init()
    } else {
        registry.with(layer.json().flatten_event(true).with_current_span(true).with_span_list(false)).try_init()
    };
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let payload = panic.payload();
        let text = payload.downcast_ref::<&str>().copied();
        let message = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message");
        tracing::error!(place, message, "panic");
    }));
}
