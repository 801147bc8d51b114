//! Links by id: free ones between any two entries, and removing any link.

use daybook_schema::{ErrorCode, InputError, Relation, model::Direction, value::Instant};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{
    engine::{Ends, Engine, below},
    unit::Draft,
};
use crate::{
    backend::LinkQuery,
    error::Result,
    record::{Link, LinkKind, LinkProps},
};

/// Characters of a free kind.
const LONGEST_KIND: usize = 100;

impl Engine<'_> {
    /// Links any two entries by a kind of the writer's own.
    pub fn create_free_link(
        &mut self,
        kind: &str,
        [source, target]: [Uuid; 2],
        [from, to]: [Option<Instant>; 2],
        props: Option<&Json>,
        path: &[String],
    ) -> Result<Option<Uuid>> {
        let errors = self.problems.errors.len();
        self.check_kind(kind, path);
        self.expect_entry(source, &below(path, &["source"]))?;
        self.expect_entry(target, &below(path, &["target"]))?;
        let kind = LinkKind::Free(kind.to_owned());
        let props =
            props.filter(|props| !props.is_null()).map_or(LinkProps::None, |props| LinkProps::Free(props.clone()));
        let (id, created_at) = (self.next_id(), self.by.now);
        let link = Link { id, kind: kind.clone(), source, target, from, to, props, created_at, seq: 0 };
        self.check_validity(&link, path);
        if self.problems.errors.len() > errors {
            return Ok(None);
        }
        let same = Ends { sources: Some(vec![source]), targets: Some(vec![target]), kinds: Some(vec![kind]) };
        if let Some(there) = self.links(&same)?.first() {
            let message = "the two are linked already by this kind; delete that link first to change it";
            let error = InputError::new(ErrorCode::LinkExists, below(path, &["target"]), message);
            let error = error.with("link", there.id.to_string());
            self.fail(error);
            return Ok(None);
        }
        self.place(link);
        Ok(Some(id))
    }

    /// Removes a link, free or declared.
    pub fn delete_link(&mut self, id: Uuid, path: &[String]) -> Result<Option<Uuid>> {
        let place = below(path, &["id"]);
        let query = LinkQuery { ids: Some(vec![id]), ..LinkQuery::default() };
        let stored = self.transaction.links(&query)?.into_iter().next();
        let found = match self.unit.links.get(&id) {
            Some(draft) => draft.now.clone(),
            None => stored,
        };
        let Some(link) = found else {
            self.error(ErrorCode::NotFound, &place, format!("no link has the id `{id}`"));
            return Ok(None);
        };
        if !self.load_any(link.source)?.is_some_and(Draft::is_living) {
            self.error(ErrorCode::NotFound, &place, "the link belongs to an entry in the trash; restore that first");
            return Ok(None);
        }
        if let LinkKind::Declared(owner, field) = link.kind {
            let relation = Relation { owner, field, direction: Direction::Out };
            let declared = self.model.relation_field(relation);
            if declared.required && !declared.list {
                let message =
                    format!("`{}` is required; link it elsewhere instead", self.model.link_kind(owner, field));
                self.error(ErrorCode::Required, &place, message);
                return Ok(None);
            }
        }
        self.detach(&link)?;
        if matches!(link.kind, LinkKind::Declared(..)) {
            self.claim_keys(link.source, &place)?;
        }
        Ok(Some(id))
    }

    fn check_kind(&mut self, kind: &str, path: &[String]) {
        let place = below(path, &["kind"]);
        let length = kind.chars().count();
        if kind.trim().is_empty() {
            self.error(ErrorCode::Required, &place, "a link needs a kind, such as `reminds of`");
        } else if length > LONGEST_KIND {
            let message = format!("the kind has {length} characters; at most {LONGEST_KIND} are allowed");
            self.error(ErrorCode::TooLong, &place, message);
        } else if self.is_declared_kind(kind) {
            let message = format!("`{kind}` is a declared link; write it through that field of the entry");
            self.error(ErrorCode::InvalidValue, &place, message);
        }
    }

    fn is_declared_kind(&self, kind: &str) -> bool {
        let Some((owner, field)) = kind.split_once('.') else { return false };
        let Some(record) = self.model.find(owner) else { return false };
        self.model
            .record(record)
            .find(field)
            .is_some_and(|field| self.model.record(record).field(field).link().is_some())
    }

    fn expect_entry(&mut self, id: Uuid, path: &[String]) -> Result<()> {
        match self.load_any(id)?.map(Draft::is_living) {
            Some(true) => {}
            Some(false) => {
                let message = format!("the entry `{id}` is in the trash; restore it first");
                self.error(ErrorCode::NotFound, path, message);
            }
            None => self.error(ErrorCode::NotFound, path, format!("no entry has the id `{id}`")),
        }
        Ok(())
    }
}
