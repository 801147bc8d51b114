//! Definition files: SDL text to a checked [`Model`], or every mistake with its place and what to write instead.
//!
//! `syntax` reads a file, `declare` merges all files and their extensions, `names` guards every name that the API will
//! make of them; `fields`, `rules`, `links`, `records`, `cycles` and `defaults` build the model and check it against
//! itself. `print` writes a model back as SDL; `amend` changes what was defined while the server ran.

mod amend;
mod cycles;
mod declare;
mod defaults;
mod directives;
mod fields;
mod former;
mod links;
mod mistakes;
mod names;
mod print;
mod records;
mod rules;
mod series;
mod syntax;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

pub use self::{
    amend::{GIVEN, STORED, amend, export},
    names::{StoredNames, is_reserved_field, is_reserved_root},
    print::{Part, compare_name, default_notation, print, print_parts, title_template},
    rules::declared_regex,
};
use self::{declare::Declarations, mistakes::Mistakes};
use crate::model::{Model, Position};

/// The definition language in SDL: every directive with its arguments, described, and an example.
pub const LANGUAGE: &str = include_str!("language.graphql");

/// One definition file.
#[derive(Clone, Debug)]
pub struct Source {
    /// Shown in messages.
    pub file: String,
    /// SDL.
    pub text: String,
    /// Comes with Daybook.
    pub built_in: bool,
}

/// A mistake in a definition.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DefinitionError {
    /// Where.
    pub position: Position,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
}

impl std::fmt::Display for DefinitionError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.position, self.message)?;
        self.hint.iter().try_for_each(|hint| write!(f, "\n  hint: {hint}"))
    }
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// The definitions in `schema/types`, in order of their file names.
pub fn built_in() -> Vec<Source> {
    let files: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/built_in.rs"));
    files
        .iter()
        .map(|(file, text)| Source { file: (*file).to_owned(), text: (*text).to_owned(), built_in: true })
        .collect()
}

/// Builds the model of all sources together. `extend type` may extend a type of any source.
///
/// Answers every mistake it can find, in the order of files and lines. A file that cannot be read as SDL hides the
/// mistakes of meaning, because each of them could be a follow-up of what is missing.
pub fn load(sources: &[Source]) -> Result<Model, Vec<DefinitionError>> {
    load_with_stored_names(sources, &StoredNames::default()).map(|(model, _)| model)
}

/// The same for a store that holds names already: those among them that Daybook reserved since are no mistakes, and are
/// answered beside the model.
pub fn load_with_stored_names(
    sources: &[Source],
    held: &StoredNames,
) -> Result<(Model, Vec<DefinitionError>), Vec<DefinitionError>> {
    let mut mistakes = Mistakes::default();
    let documents = syntax::parse(sources, &mut mistakes);
    mistakes.stop(sources)?;
    let declarations = Declarations::collect(&documents, &mut mistakes);
    names::check(&declarations, &mut mistakes);
    let mut reserved = names::Reserved::new(held);
    reserved.check(&declarations, &mut mistakes);
    let mut model = fields::build(&declarations, &mut mistakes);
    links::connect(&declarations, &mut model, &mut mistakes);
    records::finish(&declarations, &mut model, &mut mistakes);
    names::check_relations(&declarations, &model.model, &mut mistakes);
    reserved.check_inverses(&model.model, &mut mistakes);
    former::check(&declarations, &model.model, &mut mistakes);
    cycles::check(&declarations, &model, &mut mistakes);
    let mut model = model.model;
    model.index_names();
    defaults::read(&declarations, &mut model, &mut mistakes);
    mistakes.stop(sources)?;
    model.fingerprint = fingerprint(&print(&model));
    Ok((model, reserved.told))
}

fn fingerprint(text: &str) -> String {
    let mut hexadecimal = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        write!(hexadecimal, "{byte:02x}").expect("writing to a string never fails");
    }
    hexadecimal
}
