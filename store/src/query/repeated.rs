//! A list that is read again and again.

use std::{any::Any, sync::OnceLock};

use daybook_schema::{Relation, Value};
use uuid::Uuid;

use super::{Filter, List, Parents, Subject, Test};
use crate::record::Seq;

/// A list of which only little is given anew each time that it is read. A backend keeps with it what it makes of it, such
/// as the text of its statement.
#[derive(Debug)]
pub struct RepeatedList {
    /// What is the same each time.
    pub list: List,
    /// What is given anew.
    pub given: Given,
    /// What the backend makes of it to read it.
    pub to_list: Prepared,
    /// What the backend makes of it to count it.
    pub to_count: Prepared,
}

/// What is given anew each time.
#[derive(Clone, Debug)]
pub enum Given {
    /// Nothing.
    Nothing,
    /// The ids of its parents.
    Parents {
        /// The relation from parent to child.
        relation: Relation,
        /// Only links whose properties match.
        edge: Option<Box<Filter>>,
    },
    /// The id of the one record.
    Id,
}

/// What a backend made of something that it is asked again and again; nothing before the first time.
#[derive(Debug, Default)]
pub struct Prepared(OnceLock<Box<dyn Any + Send + Sync>>);

impl Prepared {
    /// What was kept, if it is of that type.
    pub fn get<T: 'static>(&self) -> Option<&T> {
        self.0.get()?.downcast_ref()
    }

    /// Keeps something, unless there is something already.
    pub fn keep<T: Send + Sync + 'static>(&self, made: T) {
        // Of two threads that make the same, one is late.
        let _late = self.0.set(Box::new(made));
    }
}

impl RepeatedList {
    /// A list, without what is given anew: parents, or a test of the id.
    pub fn new(list: List, given: Given) -> Self {
        Self { list, given, to_list: Prepared::default(), to_count: Prepared::default() }
    }

    /// The list of these ids.
    pub fn of(&self, ids: &[Uuid], as_of: Option<Seq>) -> List {
        let list = List { as_of, ..self.list.clone() };
        match &self.given {
            Given::Nothing => list,
            Given::Parents { relation, edge } => {
                let parents = Parents { relation: *relation, ids: ids.to_vec(), edge: edge.as_deref().cloned() };
                List { parents: Some(parents), ..list }
            }
            Given::Id => {
                let wanted = Filter::Test(Subject::Id, Test::Eq(Value::Id(self.id(ids))));
                List { filter: Filter::All(vec![wanted, list.filter]), ..list }
            }
        }
    }

    /// The one id that is given; the nil id, which no record has, when none is.
    pub fn id(&self, ids: &[Uuid]) -> Uuid {
        ids.first().copied().unwrap_or(Uuid::nil())
    }
}
