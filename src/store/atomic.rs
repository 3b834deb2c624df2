//! Files that are replaced as a whole.

use super::StoreError;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// How the names of temporary files begin.
const PREFIX: &str = ".dateline-";

/// A file written in full under a temporary name, beside the one that it is to replace.
///
/// Dropped without [`Staged::commit`], it is gone; when the program was killed, the next that writes into the folder takes
/// it away. A lock tells it from one that is still being written.
pub struct Staged {
    temporary: NamedTempFile,
    target: PathBuf,
    path: PathBuf,
}

impl Staged {
    /// Writes the text of a file without touching the file.
    ///
    /// A link is followed, so that what it leads to is replaced; the file's permissions stay.
    ///
    /// # Errors
    /// [`StoreError::Write`] with the path asked for.
    pub fn write(path: &Path, write: impl FnOnce(&mut BufWriter<&mut File>) -> std::io::Result<()>) -> Result<Self, StoreError> {
        let fail = |source| StoreError::Write { path: path.to_owned(), source };
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let permissions = fs::metadata(&target).ok().map(|m| m.permissions());
        if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
            return Err(fail(std::io::Error::from(std::io::ErrorKind::PermissionDenied)));
        }
        sweep(&folder);
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX);
        #[cfg(unix)]
        builder.permissions(permissions.unwrap_or_else(|| std::os::unix::fs::PermissionsExt::from_mode(0o666)));
        let mut temporary = locked(|| builder.tempfile_in(&folder)).map_err(fail)?;
        let mut out = BufWriter::with_capacity(1 << 16, temporary.as_file_mut());
        write(&mut out).and_then(|()| out.flush()).map_err(fail)?;
        drop(out);
        temporary.as_file().sync_all().map_err(fail)?;
        Ok(Self { temporary, target, path: path.to_owned() })
    }

    /// Puts the text in place of the file.
    ///
    /// # Errors
    /// [`StoreError::Write`] with the path asked for.
    pub fn commit(self) -> Result<(), StoreError> {
        let path = self.path;
        self.temporary.persist(&self.target).map_err(|e| StoreError::Write { path, source: e.error })?;
        Ok(())
    }
}

/// A temporary file with a lock on it. One that was swept away before it was locked is made again.
fn locked(make: impl Fn() -> std::io::Result<NamedTempFile>) -> std::io::Result<NamedTempFile> {
    loop {
        let temporary = make()?;
        match temporary.as_file().lock() {
            // Where files cannot be locked, nothing is swept either.
            Err(error) if error.kind() == std::io::ErrorKind::Unsupported => return Ok(temporary),
            Err(error) => return Err(error),
            Ok(()) if temporary.path().exists() => return Ok(temporary),
            Ok(()) => {}
        }
    }
}

/// Takes away what killed programs left in a folder. What cannot be looked at stays: sweeping never fails.
fn sweep(folder: &Path) {
    let Ok(files) = fs::read_dir(folder) else { return };
    for file in files.flatten().filter(|file| file.file_name().to_string_lossy().starts_with(PREFIX)) {
        if !file.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let path = file.path();
        // The lock is held until the file is gone.
        if let Ok(left) = File::open(&path)
            && left.try_lock().is_ok()
            && fs::remove_file(&path).is_ok()
        {
            tracing::info!(path = %path.display(), "removed what a killed program left");
        }
    }
}

/// Writes a file by way of a temporary one beside it, so that readers see the old or the new text and a failure leaves
/// the old one.
///
/// # Errors
/// [`StoreError::Write`] with the path asked for.
pub fn write_atomically(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<&mut File>) -> std::io::Result<()>,
) -> Result<(), StoreError> {
    Staged::write(path, write)?.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failure_keeps_the_old_text_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        write_atomically(&path, |out| out.write_all(b"old")).unwrap();
        let failed = write_atomically(&path, |out| {
            out.write_all(b"half")?;
            Err(std::io::Error::other("disk full"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_killed_program_left_is_swept_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        // Being written, by this process or another: locked.
        let busy = Staged::write(&at("a.txt"), |out| out.write_all(b"new")).unwrap();
        for name in [".dateline-left", ".other-left", "dateline-mine"] {
            fs::write(at(name), "x").unwrap();
        }
        fs::create_dir(at(".dateline-folder")).unwrap();
        write_atomically(&at("b.txt"), |out| out.write_all(b"b")).unwrap();
        assert!(!at(".dateline-left").exists());
        assert!([".other-left", "dateline-mine", ".dateline-folder", "b.txt"].iter().all(|name| at(name).exists()));
        busy.commit().unwrap();
        assert_eq!(fs::read_to_string(at("a.txt")).unwrap(), "new");
    }
}
