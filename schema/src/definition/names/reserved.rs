//! Names that Daybook does not use yet, and is going to: new definitions cannot have them. A store that was made before
//! they were reserved goes on with what it has, with a warning each time.

use std::collections::HashSet;

use super::{
    super::{
        DefinitionError, STORED,
        declare::{Declarations, FieldDeclaration, Role},
        mistakes::Mistakes,
    },
    made_roots, made_suffixes,
};
use crate::model::{Model, Position, TypeIndex};

/// Types of accounts and spaces, of search, of files and imports.
const TYPES: &str = "Action AuditConnection AuditFilter AuditRead Auth AuthPayload AuthRegistration AuthSession AuthState \
    AuthTotpPayload DateNotation DecimalSign DuplicateAgreement DuplicateCandidate DuplicateConnection DuplicateEdge \
    DuplicatePair DuplicatePayload DuplicateReason DuplicateStatus File FileConnection FileEdge FileFilter \
    FileMany FileManyFilter FileOne FileOneFilter FileOrder FilePatch FilePayload FileStat FileUpdate Import ImportColumn \
    ImportColumnInput ImportConnection ImportCounts ImportDuplicate ImportEdge ImportFormat ImportGuess ImportInput \
    ImportOutcome ImportPayload ImportPlan ImportRow ImportRowConnection ImportRowEdge ImportSetting ImportStatus Invite \
    InvitePayload LoginInput Member MemberConnection MemberPatch MemberPayload MergeSide MergeTake OnDuplicate \
    PasswordInput RegisterInput SearchBucket SearchConnection SearchEdge SearchFacet SearchFacetInput SearchFragment \
    SearchFuzzy SearchHighlight SearchHit SearchHow SearchKeyword SearchMatch SearchMention SearchOrder SearchPart \
    SearchScore SearchSuggestion SearchWords Share SharePayload SimplePayload Space SpaceCreate SpacePatch SpacePayload \
    SpaceRole SpaceRolePayload SpaceRule SpaceRuleInput Token TokenCreate TokenPayload Viewer ViewerKind ViewerPermission";

/// Their fields of the root types.
const ROOTS: &str = "auth authChangePassword authLogin authLogout authLogoutEverywhere authRefresh authRegister \
    authTotpConfirm authTotpDisable authTotpSetup duplicateDecide duplicates entryMerge file fileDelete fileUpdate files \
    filesStats import importApply importPlan importUndo imports inviteAccept inviteCreate inviteRevoke keywords \
    memberRemove memberUpdate mentions roleRemove roleSave search sessionRevoke shareCreate shareRevoke similar space \
    spaceCreate spaceUpdate suggest tokenCreate tokenRevoke viewer viewerUpdate";

/// What every entry is going to have, or its filter.
const FIELDS: &str = "can createdBy updatedBy fullText mergedInto mergedFrom";

/// Whether a field of the root types is reserved. An earlier name that is goes unanswered, so that it never stands in the
/// way.
pub fn is_reserved_root(name: &str) -> bool {
    ROOTS.split_whitespace().any(|root| root.eq_ignore_ascii_case(name))
}

/// Whether every entry is going to have such a field.
pub fn is_reserved_field(name: &str) -> bool {
    FIELDS.split_whitespace().any(|field| field == name)
}

/// The names of a store's types and fields, which may be among those that were reserved since.
#[derive(Clone, Debug, Default)]
pub struct StoredNames {
    types: HashSet<String>,
    fields: HashSet<(String, String)>,
    /// Unknown, those of all types.
    plurals: Option<HashSet<String>>,
    /// Whatever there is.
    all: bool,
}

impl StoredNames {
    /// The names of types with those of their fields.
    pub fn of_names(types: impl IntoIterator<Item = (String, Vec<String>)>) -> Self {
        let mut held = Self::default();
        for (name, fields) in types {
            held.fields.extend(fields.into_iter().map(|field| (name.clone(), field)));
            held.types.insert(name);
        }
        held
    }

    /// Whatever names there are: for definitions that are read before it is known what a store holds.
    pub fn anything() -> Self {
        Self { all: true, ..Self::default() }
    }

    /// All names of a model.
    pub fn of_model(model: &Model) -> Self {
        let names = |fields: &[crate::model::Field]| fields.iter().map(|field| field.name.clone()).collect();
        let records = model.types.iter().map(|record| (record.name.clone(), names(&record.fields)));
        let objects = model.objects.iter().map(|object| (object.name.clone(), names(&object.fields)));
        let enums = model.enums.iter().map(|declared| (declared.name.clone(), Vec::new()));
        let plurals = model.types.iter().map(|record| record.plural.clone()).collect();
        Self { plurals: Some(plurals), ..Self::of_names(records.chain(objects).chain(enums)) }
    }

    fn has_type(&self, name: &str) -> bool {
        self.all || self.types.contains(name)
    }

    fn has_plural(&self, type_name: &str, plural: &str) -> bool {
        self.has_type(type_name) && self.plurals.as_ref().is_none_or(|plurals| plurals.contains(plural))
    }

    fn has_field(&self, type_name: &str, field: &str) -> bool {
        self.all || self.fields.contains(&(type_name.to_owned(), field.to_owned()))
    }

    /// Whether a field of a stored type has values of an enum: stores know enums by nothing else.
    fn has_enum(&self, name: &str, declarations: &Declarations) -> bool {
        let uses = |field: &FieldDeclaration| field.ty.to_string().trim_matches(['[', ']', '!']) == name;
        self.has_type(name)
            || declarations.objects.iter().any(|object| {
                object.fields.iter().any(|field| uses(field) && self.has_field(&object.name, &field.name))
            })
    }
}

/// Looks for reserved names: new ones are mistakes, those in the store are warnings.
pub struct Reserved<'a> {
    held: &'a StoredNames,
    types: HashSet<String>,
    roots: HashSet<String>,
    /// Names that are held, each with what to do about it.
    pub told: Vec<DefinitionError>,
}

impl<'a> Reserved<'a> {
    /// Nothing looked at yet.
    pub fn new(held: &'a StoredNames) -> Self {
        let names = |text: &str| text.split_whitespace().map(str::to_lowercase).collect();
        Self { held, types: names(TYPES), roots: names(ROOTS), told: Vec::new() }
    }

    /// Looks at the names of types, of what is made for them, and of their fields.
    pub fn check(&mut self, declarations: &Declarations, mistakes: &mut Mistakes) {
        for object in &declarations.objects {
            let made = made_suffixes(object).into_iter().map(|suffix| format!("{}{suffix}", object.name));
            let held = self.held.has_type(&object.name);
            let is_reserved = self.check_type(&object.name, made, held, &object.position, mistakes);
            let directive = object.directives.get("entry").or_else(|| object.directives.get("series"));
            if let Some((directive, plural)) = directive.and_then(|it| Some((it, it.text("plural")?))) {
                // What is made of a type's own name goes with that.
                let made = if is_reserved { Vec::new() } else { made_roots(object, plural) };
                let taken = std::iter::once(plural.to_owned())
                    .chain(made)
                    .find(|name| self.roots.contains(&name.to_lowercase()));
                if let Some(taken) = taken {
                    let held = self.held.has_plural(&object.name, plural);
                    let how =
                        if taken == plural { "choose another plural" } else { "choose another type name or plural" };
                    let how = how.to_owned();
                    self.note(held, (&taken, &how), directive.place("plural"), mistakes);
                }
            }
            for field in
                object.fields.iter().filter(|field| object.role == Role::Entry && is_reserved_field(&field.name))
            {
                let held = self.held.has_field(&object.name, &field.name);
                let how = renaming(&field.name, "the field of the new name");
                self.note(held, (&field.name, &how), &field.position, mistakes);
            }
        }
        for declared in &declarations.enums {
            let made = ["Filter", "ListFilter"].map(|suffix| format!("{}{suffix}", declared.name));
            let held = self.held.has_enum(&declared.name, declarations);
            self.check_type(&declared.name, made.into_iter(), held, &declared.position, mistakes);
        }
    }

    /// Looks at the list fields that links give to their targets.
    pub fn check_inverses(&mut self, model: &Model, mistakes: &mut Mistakes) {
        for index in (0..model.types.len()).map(TypeIndex) {
            for inverse in model.record(index).inverses.iter().filter(|inverse| is_reserved_field(&inverse.name)) {
                let source = model.record(inverse.source);
                let field = source.field(inverse.field);
                let held = self.held.has_field(&source.name, &field.name);
                let how = "choose another inverse in `@link`".to_owned();
                self.note(held, (&inverse.name, &how), &field.position, mistakes);
            }
        }
    }

    fn check_type(
        &mut self,
        name: &str,
        made: impl Iterator<Item = String>,
        held: bool,
        position: &Position,
        mistakes: &mut Mistakes,
    ) -> bool {
        let mut names = std::iter::once(name.to_owned()).chain(made);
        let Some(taken) = names.find(|name| self.types.contains(&name.to_lowercase())) else { return false };
        let how = renaming(name, "the type of the new name");
        let how = if taken == name { how } else { format!("`{taken}` is made for `{name}`; {how}") };
        self.note(held, (&taken, &how), position, mistakes);
        true
    }

    fn note(&mut self, held: bool, (name, how): (&str, &String), position: &Position, mistakes: &mut Mistakes) {
        // What was defined while the server ran is in the store, whatever it is.
        if held || position.file == STORED {
            let message = format!("the name `{name}` is going to be Daybook's own, and then this will not start");
            self.told.push(DefinitionError { position: position.clone(), message, hint: Some(how.clone()) });
        } else {
            mistakes.add(position, format!("the name `{name}` is reserved for what Daybook is going to have"), how);
        }
    }
}

fn renaming(name: &str, place: &str) -> String {
    format!("choose another name; to keep what is stored, write `@was(name: \"{name}\")` on {place}")
}
