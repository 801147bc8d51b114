//! Names of one kind, and who has them.

use std::collections::HashMap;

use super::super::mistakes::Mistakes;
use crate::model::Position;

/// Names of one kind, each taken once; those that differ only in case count as one.
#[derive(Default)]
pub struct Names(HashMap<String, Owner>);

/// Who has a name.
#[derive(Clone)]
pub struct Owner {
    /// The name.
    pub name: String,
    /// Who has it, for messages.
    pub who: String,
    /// Where that was declared; `None` for what Daybook brings along.
    pub position: Option<Position>,
    /// It was declared and not made.
    pub declared: bool,
}

impl Names {
    /// Names that Daybook has, parted by spaces.
    pub fn shared(names: &str, who: &str) -> Self {
        let mut all = Self::default();
        for name in names.split_whitespace() {
            all.reserve(name, who);
        }
        all
    }

    /// Gives a name to what Daybook has.
    pub fn reserve(&mut self, name: &str, who: &str) {
        let owner = Owner { name: name.to_owned(), who: who.to_owned(), position: None, declared: false };
        self.0.insert(name.to_lowercase(), owner);
    }

    /// Notes who has a name, unless somebody has it already.
    pub fn reserve_at(&mut self, name: &str, who: &str, position: &Position) {
        let owner =
            Owner { name: name.to_owned(), who: who.to_owned(), position: Some(position.clone()), declared: false };
        self.0.entry(name.to_lowercase()).or_insert(owner);
    }

    /// Takes a name, or says who has it; answers whether it was free.
    pub fn take(&mut self, owner: Owner, hint: &str, mistakes: &mut Mistakes) -> bool {
        let Some(other) = self.0.get(&owner.name.to_lowercase()) else {
            self.0.insert(owner.name.to_lowercase(), owner);
            return true;
        };
        // What was declared can be renamed, what is made of it cannot: the mistake stands where the remedy is.
        let (blamed, other) = if other.declared && !owner.declared { (other.clone(), &owner) } else { (owner, other) };
        let Some(position) = &blamed.position else { return false };
        let place = other.position.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
        let message = if blamed.name == other.name {
            format!("the name `{}` is taken: it is {}{place}", blamed.name, other.who)
        } else {
            let (name, taken) = (&blamed.name, &other.name);
            format!("the name `{name}` differs only in case from `{taken}`, which is {}{place}", other.who)
        };
        let hint =
            if blamed.declared { hint.to_owned() } else { format!("{hint}; `{}` is {}", blamed.name, blamed.who) };
        mistakes.add(position, message, hint);
        false
    }
}
