//! Nested operations on links: link, create, connectOrCreate, update, unlink and set, from either side.
//!
//! A link belongs to the entry that declares it. From the inverse side the same operations change the entries over
//! there: linking a child of a to-one link moves it.

use std::collections::HashSet;

use daybook_schema::{
    ErrorCode, Relation,
    input::{EntryInput, LinkDetails, LinkInput, LinkOperation, LinkTarget, Reference},
    model::Direction,
};
use uuid::Uuid;

use super::engine::{Ends, Engine, below};
use crate::{
    error::Result,
    record::{Link, LinkKind},
};

/// A link that nesting implies: the new entry is linked to the entry above it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Implied<'i> {
    pub relation: Relation,
    pub parent: Uuid,
    pub details: &'i LinkDetails,
}

/// What to do about a link that is there already.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum OnExisting {
    Refuse,
    Accept,
}

impl Engine<'_> {
    /// Executes the operations on one relation of an entry.
    pub fn apply_links(&mut self, id: Uuid, input: &LinkInput) -> Result<()> {
        let relation = input.relation;
        for operation in &input.operations {
            match operation {
                LinkOperation::Link(target) => self.link(relation, id, target, input)?,
                LinkOperation::Create(entry, details) => self.create_linked(relation, id, entry, details)?,
                LinkOperation::ConnectOrCreate(entry, details) => match self.find_by_input(entry)? {
                    Some(other) => self.connect(relation, id, other, details, &entry.path, OnExisting::Accept)?,
                    None => self.create_linked(relation, id, entry, details)?,
                },
                LinkOperation::Update { id: other, patch, expected_version, details, path } => {
                    let Some(link) = self.linked(relation, id, other.as_ref(), path)? else { continue };
                    self.amend(&link, details, path)?;
                    if let Some(patch) = patch {
                        let other = other_end(relation, &link);
                        let record = self.model.relation_target(relation);
                        self.update(record, other, patch, *expected_version, path)?;
                    }
                }
                LinkOperation::Unlink { id: other, path } => {
                    if let Some(link) = self.linked(relation, id, other.as_ref(), path)? {
                        self.unlink(relation, &link, path)?;
                    }
                }
                LinkOperation::Clear { path } => self.unlink_others(relation, id, &HashSet::new(), path)?,
                LinkOperation::Set(targets) => self.set(relation, id, targets, input)?,
            }
        }
        Ok(())
    }

    fn link(&mut self, relation: Relation, id: Uuid, target: &LinkTarget, input: &LinkInput) -> Result<()> {
        let record = self.model.relation_target(relation);
        let path = if target.path.is_empty() { &input.path } else { &target.path };
        let Some(other) = self.resolve(&target.target, record, path)? else { return Ok(()) };
        let twice = if self.model.relation_is_list(relation) { OnExisting::Refuse } else { OnExisting::Accept };
        self.connect(relation, id, other, &target.details, path, twice)
    }

    fn create_linked(&mut self, relation: Relation, id: Uuid, entry: &EntryInput, details: &LinkDetails) -> Result<()> {
        if relation.direction == Direction::In && !self.model.relation_field(relation).list {
            self.create(entry, Some(Implied { relation, parent: id, details }))?;
            return Ok(());
        }
        let other = self.create(entry, None)?;
        self.connect(relation, id, other, details, &entry.path, OnExisting::Refuse)
    }

    /// Links the new entry that nesting stands for to the entry above it.
    pub fn connect_implied(&mut self, implied: Implied<'_>, child: Uuid, path: &[String]) -> Result<()> {
        self.connect(implied.relation, implied.parent, child, implied.details, path, OnExisting::Accept)
    }

    fn connect(
        &mut self,
        relation: Relation,
        id: Uuid,
        other: Uuid,
        details: &LinkDetails,
        path: &[String],
        twice: OnExisting,
    ) -> Result<()> {
        let (source, target) = match relation.direction {
            Direction::Out => (id, other),
            Direction::In => (other, id),
        };
        match self.find_link(relation, source, target)? {
            Some(link) if twice == OnExisting::Accept => self.amend(&link, details, path),
            Some(_) => {
                let title = self.title(self.model.relation_target(relation), other)?;
                let field = self.model.relation_field(relation).name.clone();
                let message =
                    format!("`{}` is linked already through `{field}`; use `update` to change the link", clip(&title));
                self.error(ErrorCode::LinkExists, path, message);
                Ok(())
            }
            None => {
                self.attach(relation, source, target, details, path)?;
                if relation.direction == Direction::In {
                    self.claim_keys(source, path)?;
                }
                Ok(())
            }
        }
    }

    /// The link to an entry that an input names, or the to-one link; what is wrong is reported.
    fn linked(
        &mut self,
        relation: Relation,
        id: Uuid,
        other: Option<&Reference>,
        path: &[String],
    ) -> Result<Option<Link>> {
        let record = self.model.relation_target(relation);
        let field = self.model.relation_field(relation).name.clone();
        let named = match other {
            Some(reference) => match self.peek(reference, record)? {
                Some(other) => Some(other),
                None => return self.resolve(reference, record, path).map(|_| None),
            },
            None => None,
        };
        let found = match (named, relation.direction) {
            (Some(other), Direction::Out) => self.find_link(relation, id, other)?,
            (Some(other), Direction::In) => self.find_link(relation, other, id)?,
            (None, _) => self.links_of(relation, id)?.into_iter().next(),
        };
        let hidden = match &found {
            Some(link) => !self.is_living(record, other_end(relation, link))?,
            None => true,
        };
        if !hidden {
            return Ok(found);
        }
        let message = match named {
            Some(other) => format!("no link of `{field}` leads to `{other}`; link it first"),
            None => format!("`{field}` is not linked to anything; link it first"),
        };
        self.error(ErrorCode::NotFound, path, message);
        Ok(None)
    }

    fn unlink(&mut self, relation: Relation, link: &Link, path: &[String]) -> Result<()> {
        let declared = self.model.relation_field(relation);
        if relation.direction == Direction::In && declared.required && !declared.list {
            let (owner, field) = (self.type_name(relation.owner).to_owned(), declared.name.clone());
            let title = self.title(relation.owner, link.source)?;
            let message =
                format!("the {owner} `{}` cannot be without `{field}`; link it elsewhere or delete it", clip(&title));
            self.error(ErrorCode::Required, path, message);
            return Ok(());
        }
        self.detach(link)?;
        if relation.direction == Direction::In {
            self.claim_keys(link.source, path)?;
        }
        Ok(())
    }

    /// Makes the links of a relation exactly those given.
    fn set(&mut self, relation: Relation, id: Uuid, targets: &[LinkTarget], input: &LinkInput) -> Result<()> {
        let record = self.model.relation_target(relation);
        let mut wanted = Vec::with_capacity(targets.len());
        let mut complete = true;
        for target in targets {
            let path = if target.path.is_empty() { &input.path } else { &target.path };
            match self.resolve(&target.target, record, path)? {
                Some(other) if wanted.iter().any(|(known, _, _)| *known == other) => {
                    let message = format!("`{other}` is named twice; name each entry once");
                    self.error(ErrorCode::LinkExists, path, message);
                }
                Some(other) => wanted.push((other, target, path)),
                None => complete = false,
            }
        }
        if !complete {
            return Ok(());
        }
        let kept: HashSet<Uuid> = wanted.iter().map(|(other, _, _)| *other).collect();
        self.unlink_others(relation, id, &kept, &below(&input.path, &["set"]))?;
        for (other, target, path) in wanted {
            self.connect(relation, id, other, &target.details, path, OnExisting::Accept)?;
        }
        Ok(())
    }

    /// Takes the links of a relation away, those that a delete took away included, but for those to `kept`.
    fn unlink_others(&mut self, relation: Relation, id: Uuid, kept: &HashSet<Uuid>, path: &[String]) -> Result<()> {
        let record = self.model.relation_target(relation);
        self.forget_others_of(relation, id, kept)?;
        for link in self.links_of(relation, id)? {
            let other = other_end(relation, &link);
            if !kept.contains(&other) && self.is_living(record, other)? {
                self.unlink(relation, &link, path)?;
            }
        }
        Ok(())
    }

    pub fn find_link(&mut self, relation: Relation, source: Uuid, target: Uuid) -> Result<Option<Link>> {
        let ends = Ends {
            sources: Some(vec![source]),
            targets: Some(vec![target]),
            kinds: Some(vec![LinkKind::Declared(relation.owner, relation.field)]),
        };
        Ok(self.links(&ends)?.into_iter().next())
    }

    /// All links of one relation of an entry, those of and to entries in the trash included.
    pub fn links_of(&mut self, relation: Relation, id: Uuid) -> Result<Vec<Link>> {
        let kinds = Some(vec![LinkKind::Declared(relation.owner, relation.field)]);
        let ends = match relation.direction {
            Direction::Out => Ends { sources: Some(vec![id]), targets: None, kinds },
            Direction::In => Ends { sources: None, targets: Some(vec![id]), kinds },
        };
        self.links(&ends)
    }
}

/// The end of a link that following the relation leads to.
pub(super) fn other_end(relation: Relation, link: &Link) -> Uuid {
    match relation.direction {
        Direction::Out => link.target,
        Direction::In => link.source,
    }
}

/// A title short enough for a message.
pub(super) fn clip(title: &str) -> String {
    clip_to(title, 60)
}

/// A text of so many characters at most.
pub(super) fn clip_to(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    text.chars().take(longest - 1).chain(['…']).collect()
}
