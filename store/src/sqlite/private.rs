//! Files that only their owner may read: what people write down is private.
//!
//! SQLite gives the files that it makes beside its own the rights of that one, so that it is made here first.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::Path,
};

/// Makes a folder, and those that it is to be in, with rights for the owner alone. One that is there stays as it is.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Opens a file for writing behind what it holds, and makes it when it is missing. One that others may read, as earlier
/// versions made them, is theirs no more.
pub(super) fn open_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    keep_for_owner(path, &file);
    Ok(file)
}

/// Takes the rights of all but the owner away.
#[cfg(unix)]
fn keep_for_owner(path: &Path, file: &File) {
    use std::os::unix::fs::PermissionsExt as _;

    let Ok(metadata) = file.metadata() else { return };
    let of_others = metadata.permissions().mode() & 0o077;
    if of_others == 0 {
        return;
    }
    if let Err(error) = file.set_permissions(fs::Permissions::from_mode(0o600)) {
        tracing::warn!(%error, file = %path.display(), "other users can read this file, and that cannot be changed");
    }
}
