//! Definition files: where they are read, and what a store remembers of those that it was last opened with.
//!
//! From what it remembers follows what a change of files would do to the data, though the old files are gone, and which
//! folder is missing when whole types are.

use std::path::{Path, PathBuf};

use daybook_graphql::functions;
use daybook_schema::{
    Model,
    definition::{self, DefinitionError, STORED, Source, StoredNames},
};
use serde::{Deserialize, Serialize};

use crate::config::Config;

/// Why definition files cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// A folder or file with definitions cannot be read.
    #[error("the definitions in `{}` cannot be read: {source}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A folder that was named holds no definitions, so that it is probably another one that was meant.
    #[error("there is no definition file (*.graphql) in `{}`", .0.display())]
    NoDefinitions(PathBuf),
}

/// A definition file and the folder through which it was named.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct DefinitionFile {
    /// Absolute; `None` of those that come with Daybook.
    pub folder: Option<PathBuf>,
    /// Shown in messages.
    pub file: String,
    /// SDL.
    pub text: String,
}

/// All definition files: those that come with Daybook, and those of an installation's folders.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(transparent)]
pub struct DefinitionFiles(pub Vec<DefinitionFile>);

impl DefinitionFiles {
    /// Reads the files that the settings name.
    pub fn read(config: &Config) -> Result<Self, ReadError> {
        let built_in = if config.built_in { definition::built_in() } else { Vec::new() };
        let built_in =
            built_in.into_iter().map(|Source { file, text, .. }| DefinitionFile { folder: None, file, text });
        let mut files: Vec<_> = built_in.collect();
        for folder in &config.types {
            let before = files.len();
            let unreadable = |(path, source)| ReadError::Unreadable { path, source };
            let absolute = std::path::absolute(folder).map_err(|error| unreadable((folder.clone(), error)))?;
            read_folder(folder, &absolute, &mut files).map_err(unreadable)?;
            if files.len() == before {
                return Err(ReadError::NoDefinitions(folder.clone()));
            }
        }
        Ok(Self(files))
    }

    /// The files as the definition language takes them.
    pub fn sources(&self) -> Vec<Source> {
        let source = |file: &DefinitionFile| Source {
            file: file.file.clone(),
            text: file.text.clone(),
            built_in: file.folder.is_none(),
        };
        self.0.iter().map(source).collect()
    }

    /// The model of the files and of what was defined while the server ran. Where both define the same, the mistake names
    /// both places. Beside it what is wrong with what a store holds since an earlier Daybook: names that are reserved now,
    /// and fields that nothing computes.
    pub fn model(
        &self,
        stored: Option<String>,
        held: &StoredNames,
    ) -> Result<(Model, Vec<DefinitionError>), Vec<DefinitionError>> {
        let stored = stored.map(|text| Source { file: STORED.to_owned(), text, built_in: false });
        let sources: Vec<_> = self.sources().into_iter().chain(stored).collect();
        let (model, mut told) = definition::load_with_stored_names(&sources, held)?;
        // What an earlier Daybook let into the store stays; what a file declares has to be real.
        let uncomputed = functions::uncomputed(&model).into_iter();
        let (stored, mistakes): (Vec<_>, Vec<_>) = uncomputed.partition(|error| error.position.file == STORED);
        told.extend(stored);
        if mistakes.is_empty() { Ok((model, told)) } else { Err(mistakes) }
    }

    /// What a store remembers.
    pub fn to_text(&self) -> String {
        // Texts and paths that are UTF-8 can always be written; others are not remembered.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What a store remembers; `None` when that is not understood.
    pub fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// Where types of the earlier `files` were defined that are not defined any more: each with its file, and the folder when
    /// that is not among those of `self`.
    pub fn vanished<'a>(&self, files: &'a Self, earlier: &'a Model, now: &Model) -> Vec<RemovedType<'a>> {
        let is_kept =
            |name: &String| now.types.iter().any(|kept| kept.name == *name || kept.former_names.contains(name));
        let gone = earlier.types.iter().filter(|record| !is_kept(&record.name));
        let named = gone.filter_map(|record| {
            let file = files.0.iter().find(|file| file.file == record.position.file)?;
            let is_read = self.0.iter().any(|kept| kept.folder == file.folder);
            Some(RemovedType { name: &record.name, file, is_read })
        });
        named.collect()
    }
}

/// A type whose definition is gone.
#[derive(Debug)]
pub struct RemovedType<'a> {
    /// The type.
    pub name: &'a str,
    /// Where it was defined.
    pub file: &'a DefinitionFile,
    /// Whether other files of the same folder are read.
    pub is_read: bool,
}

impl std::fmt::Display for RemovedType<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { name, file, is_read } = self;
        match &file.folder {
            None => write!(f, "`{name}` comes with Daybook: leave out --no-built-in"),
            Some(_) if *is_read => write!(f, "`{name}` was defined in `{}`, and is defined there no more", file.file),
            Some(folder) => {
                let folder = folder.display();
                write!(f, "`{name}` was defined in `{}`; that folder is missing: add --types {folder}", file.file)
            }
        }
    }
}

/// All `*.graphql` files of a folder and its subfolders, in the order of their paths. Hidden files and folders, and links
/// to folders, are left out: a mounted configuration has every file a second time behind such a name.
fn read_folder(folder: &Path, named: &Path, files: &mut Vec<DefinitionFile>) -> Result<(), (PathBuf, std::io::Error)> {
    let failed = |error| (folder.to_owned(), error);
    let mut entries = std::fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(failed)?;
    entries.sort_by_key(std::fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.file_type().map_err(failed)?.is_dir() {
            read_folder(&path, named, files)?;
        } else if path.extension().is_some_and(|extension| extension == "graphql") {
            let text = std::fs::read_to_string(&path).map_err(|error| (path.clone(), error))?;
            files.push(DefinitionFile { folder: Some(named.to_owned()), file: path.display().to_string(), text });
        }
    }
    Ok(())
}
