//! Where the socket is.

use std::{fs::File, io, os::fd::AsRawFd as _, os::unix::ffi::OsStrExt as _, path::Path};

/// Its name in the folder of the store.
pub(super) const NAME: &str = "daybook.sock";

/// Longest path of a socket that every system takes; Linux has room for 107 bytes, others for 103.
const LONGEST: usize = 103;

/// Does something with the socket's path. A longer one than the system takes goes through the opened folder.
pub(super) fn with_path<T>(folder: &Path, work: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    let path = folder.join(NAME);
    if path.as_os_str().as_bytes().len() <= LONGEST {
        return work(&path);
    }
    if !cfg!(target_os = "linux") {
        return Err(io::Error::new(io::ErrorKind::InvalidFilename, format!("the path has more than {LONGEST} bytes")));
    }
    let folder = File::open(folder)?;
    work(Path::new(&format!("/proc/self/fd/{}/{NAME}", folder.as_raw_fd())))
}
