//! The embedded backend.

use std::path::Path;

use crate::error::Result;

/// SQLite in a folder.
pub struct Sqlite {}

/// How to open it.
#[derive(Clone, Debug, Default)]
pub struct SqliteOptions {
    /// `PRAGMA max_page_count`, for tests of a full store.
    pub max_pages: Option<u32>,
}

impl Sqlite {
    /// Opens or makes the store in a folder, and locks the folder against other processes.
    pub fn open(_folder: &Path, _options: &SqliteOptions) -> Result<Self> {
        todo!()
    }
}
