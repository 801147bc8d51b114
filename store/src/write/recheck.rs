//! What comes back from the past must hold today.

use std::sync::Arc;

use daybook_schema::{ErrorCode, InputError, Problems, input::check_stored};
use uuid::Uuid;

use super::{
    engine::Engine,
    links::{clip, clip_to},
    unit::LinkDraft,
};
use crate::{
    error::Result,
    record::{Link, LinkKind, LinkProps},
};

/// Characters of a mistake that a message repeats, so that the whole of it stays within 300.
const LONGEST: usize = 170;

impl Engine<'_> {
    /// Checks an entry under today's rules, with the values and links that came back to it; what it had all along is left
    /// as it is. There is no input to point into: every mistake stands at `path`, and its message names the field.
    pub fn recheck(&mut self, id: Uuid, path: &[String]) -> Result<()> {
        let errors = self.problems.errors.len();
        self.check(id, &[], &[])?;
        self.claim_external_again(id, &[])?;
        self.check_values(id);
        self.check_links(id);
        if self.problems.errors.len() == errors {
            return Ok(());
        }
        let record = self.unit.draft_mut(id).record;
        let title = clip(&self.title(record, id)?);
        for error in &mut self.problems.errors[errors..] {
            // A taken key says itself what to do.
            if error.code != ErrorCode::DuplicateKey {
                let message = clip_to(&error.message, LONGEST);
                error.message =
                    format!("`{title}` cannot go back: {message}; write what still fits with an update instead");
                let field = std::mem::take(&mut error.path).join(".");
                error.params.insert("field".to_owned(), field.into());
                error.params.insert("entry".to_owned(), id.to_string().into());
            }
            error.path = path.to_vec();
        }
        Ok(())
    }

    /// Claims the external keys of an entry that comes back, and reports those that another has by now.
    pub fn claim_external_again(&mut self, id: Uuid, path: &[String]) -> Result<()> {
        for key in self.unit.draft_mut(id).external_keys.clone() {
            match self.find_external(&key, id)? {
                Some(owner) => {
                    let (source, key) = (key.source, key.key);
                    let message =
                        format!("another entry is known to {source} as `{key}` by now; change that one first");
                    self.fail(InputError::new(ErrorCode::DuplicateKey, path.to_vec(), message).about(owner));
                }
                None => self.unit.claim_external(key, id),
            }
        }
        Ok(())
    }

    fn check_values(&mut self, id: Uuid) {
        let model = Arc::clone(&self.model);
        let Some(draft) = self.unit.draft(id) else { return };
        let declared = model.record(draft.record);
        let mut problems = Problems::default();
        for index in draft.changed_scalars(&model) {
            let (field, value) = (declared.field(index), &draft.values[index.0]);
            problems.append(check_stored(&self.context(), field, value, &vec![field.name.clone()]));
        }
        self.problems.append(problems);
    }

    fn check_links(&mut self, id: Uuid) {
        let changed = |draft: &LinkDraft| draft.now.clone().filter(|_| draft.is_changed());
        let links: Vec<Link> = self.unit.links_from(id).filter_map(changed).collect();
        for link in links {
            self.check_props(&link);
        }
    }

    /// Checks the properties of a link of a declared kind.
    fn check_props(&mut self, link: &Link) {
        let model = Arc::clone(&self.model);
        let LinkKind::Declared(owner, field) = link.kind else { return };
        let field = model.record(owner).field(field);
        let Some(object) = field.link().and_then(|link| link.props) else { return };
        let path = vec![field.name.clone()];
        let values = self.props_values(object, &link.props);
        self.check_required_props(object, &values, &path);
        if let LinkProps::Typed(values) = &link.props {
            for (prop, value) in model.objects[object.0].fields.iter().zip(values) {
                let path = [field.name.clone(), "props".to_owned(), prop.name.clone()];
                let problems = check_stored(&self.context(), prop, value, &path.to_vec());
                self.problems.append(problems);
            }
        }
    }
}
