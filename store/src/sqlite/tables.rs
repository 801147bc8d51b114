//! The tables that every store has. Those of record types follow from the model.

use rusqlite::Connection;

use super::{
    failure::failure,
    open::{APPLICATION_ID, USER_VERSION},
};
use crate::error::Result;

/// The fixed tables. `kind` of a link is the number of the declaring field, or the text of a free link.
const TABLES: &str = "
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE type_catalog (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX type_catalog_name ON type_catalog (kind, name);
CREATE TABLE field_catalog (
  id INTEGER PRIMARY KEY AUTOINCREMENT, type INTEGER NOT NULL, name TEXT NOT NULL, shape TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX field_catalog_name ON field_catalog (type, name);

CREATE TABLE entry (
  id BLOB PRIMARY KEY, space INTEGER NOT NULL, type INTEGER NOT NULL, at INTEGER, created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL, trashed_at INTEGER, title TEXT NOT NULL, titlef TEXT NOT NULL, titles BLOB NOT NULL,
  seq INTEGER NOT NULL
) STRICT;
CREATE INDEX entry_at ON entry (at, id);
CREATE INDEX entry_updated ON entry (updated_at, id);
CREATE INDEX entry_trashed ON entry (trashed_at) WHERE trashed_at IS NOT NULL;
CREATE TABLE link (
  id BLOB PRIMARY KEY, space INTEGER NOT NULL, kind ANY NOT NULL, source BLOB NOT NULL, target BLOB NOT NULL,
  from_at INTEGER, to_at INTEGER, props TEXT, created_at INTEGER NOT NULL, seq INTEGER NOT NULL
) STRICT;
CREATE INDEX link_source ON link (source, kind, target);
CREATE INDEX link_target ON link (target, kind, source);
CREATE INDEX link_kind ON link (kind);
CREATE TABLE change (
  seq INTEGER PRIMARY KEY, space INTEGER NOT NULL, at INTEGER NOT NULL, actor TEXT, operation INTEGER NOT NULL,
  type INTEGER NOT NULL, entry BLOB NOT NULL, version INTEGER NOT NULL, fields TEXT NOT NULL, link BLOB,
  change_set BLOB NOT NULL, origin INTEGER NOT NULL, reason TEXT
) STRICT;

CREATE TABLE external_key (
  space INTEGER NOT NULL, source TEXT NOT NULL, key TEXT NOT NULL, entry BLOB NOT NULL,
  PRIMARY KEY (space, source, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX external_key_entry ON external_key (entry);

CREATE TABLE idempotency (
  space INTEGER NOT NULL, actor TEXT NOT NULL, key TEXT NOT NULL, field TEXT NOT NULL, hash BLOB NOT NULL,
  change_set BLOB, seq INTEGER NOT NULL, results TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (space, actor, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_at ON idempotency (at);
";

/// Superseded versions of entries and links, all of one beside each other.
pub(super) const HISTORY: &str = "
CREATE TABLE entry_history (
  id BLOB NOT NULL, space INTEGER NOT NULL, type INTEGER NOT NULL, at INTEGER, created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL, trashed_at INTEGER, title TEXT NOT NULL, titlef TEXT NOT NULL, titles BLOB NOT NULL,
  seq INTEGER NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (id, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE link_history (
  id BLOB NOT NULL, space INTEGER NOT NULL, kind ANY NOT NULL, source BLOB NOT NULL, target BLOB NOT NULL,
  from_at INTEGER, to_at INTEGER, props TEXT, created_at INTEGER NOT NULL, seq INTEGER NOT NULL, until INTEGER NOT NULL,
  PRIMARY KEY (id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_history_source ON link_history (source, kind, target);
CREATE INDEX link_history_target ON link_history (target, kind, source);
";

/// Links that deletes took away, to be put back when both their ends live again.
pub(super) const UNLINKED: &str = "
CREATE TABLE unlinked (
  id BLOB PRIMARY KEY, space INTEGER NOT NULL, kind ANY NOT NULL, source BLOB NOT NULL, target BLOB NOT NULL,
  from_at INTEGER, to_at INTEGER, props TEXT, created_at INTEGER NOT NULL, seq INTEGER NOT NULL,
  since INTEGER NOT NULL, gone INTEGER NOT NULL
) STRICT;
CREATE INDEX unlinked_source ON unlinked (source);
CREATE INDEX unlinked_target ON unlinked (target);
";

/// What was done to samples.
pub(super) const SAMPLE_CHANGES: &str = "
CREATE TABLE sample_change (
  number INTEGER PRIMARY KEY AUTOINCREMENT, space INTEGER NOT NULL, at INTEGER NOT NULL, actor TEXT,
  operation INTEGER NOT NULL, series INTEGER NOT NULL, of BLOB NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  count INTEGER NOT NULL, origin INTEGER NOT NULL, reason TEXT
) STRICT;
CREATE INDEX sample_change_of ON sample_change (of);
";

/// Times never run backwards along the log: one of 64 is enough to find a moment.
pub(super) const MOMENTS: &str = "CREATE INDEX change_moment ON change (at) WHERE seq % 64 = 0;";

/// Changes by their entry, but for the creations: of those an entry's first version knows. They come in the order of ids,
/// which would leave pages full that every later change would have to split.
pub(super) const LATER_CHANGES: &str = "CREATE INDEX change_entry ON change (entry) WHERE operation <> 0;";

/// Makes them, in one transaction.
pub(super) fn create(connection: &Connection) -> Result<()> {
    let script = format!(
        "BEGIN IMMEDIATE; {TABLES} {HISTORY} {UNLINKED} {SAMPLE_CHANGES} {MOMENTS} {LATER_CHANGES} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {USER_VERSION}; COMMIT;"
    );
    connection.execute_batch(&script).map_err(failure("making the tables"))
}
