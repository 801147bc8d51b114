//! For how long what is gone is kept.

/// For how many days what was deleted and what was superseded is kept; `None` is for ever.
#[derive(Clone, Copy, Debug, Default)]
pub struct Retention {
    /// What is in the trash.
    pub trash_days: Option<u32>,
    /// Changes and superseded versions.
    pub history_days: Option<u32>,
}

impl Retention {
    /// As the API answers it.
    pub fn as_json(self) -> serde_json::Value {
        serde_json::json!({ "trashDays": self.trash_days, "historyDays": self.history_days })
    }
}
