//! Reads of a random history: what the numbers of a query stand for, and all there is at a moment.

use daybook_schema::{
    FieldIndex, Relation, Value,
    value::{Instant, Quantity},
};
use uuid::Uuid;

use super::{
    steps::{Condition, Query},
    world::{TYPES, World, mood, word},
};
use crate::{
    backend::{ChangeQuery, LinkQuery, Snapshot},
    error::Result,
    query::{
        Entries, Filter, Given, List, OrderKey, Page, Parents, Quantifier, RepeatedList, Row, Select, Subject, Test,
        Trash, Window,
    },
    record::{Link, Seq},
};

/// Rows of every page, whether there are more, and how many there are in all.
pub(super) type Pages = (Vec<Vec<Row>>, Vec<bool>, Vec<u64>);

/// What a store holds at one moment.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Everything {
    rows: Vec<Row>,
    links: Vec<Link>,
}

/// A filter without conditions on titles: the title that an entry had is kept only where its own versions changed it.
fn untitled(filter: Filter) -> Filter {
    let all = |parts: Vec<Filter>| parts.into_iter().map(untitled).collect();
    match filter {
        Filter::Test(Subject::Title, _) => Filter::All(Vec::new()),
        Filter::All(parts) => Filter::All(all(parts)),
        Filter::Any(parts) => Filter::Any(all(parts)),
        Filter::Not(part) => Filter::Not(Box::new(untitled(*part))),
        Filter::Related { relation, quantifier, filter, edge } => {
            Filter::Related { relation, quantifier, filter: Box::new(untitled(*filter)), edge }
        }
        other => other,
    }
}

/// Positions are each backend's own.
fn without_position(mut row: Row) -> Row {
    row.position.keys.clear();
    row
}

/// A list, read once for other parents before: what a backend keeps of that must not show.
fn again(snapshot: &mut dyn Snapshot, list: &List) -> Result<Vec<Page>> {
    let (ids, given) = match &list.parents {
        Some(parents) => {
            let (relation, edge) = (parents.relation, parents.edge.clone().map(Box::new));
            (parents.ids.as_slice(), Given::Parents { relation, edge })
        }
        None => ([].as_slice(), Given::Nothing),
    };
    let repeated = RepeatedList::new(List { parents: None, as_of: None, ..list.clone() }, given);
    let others = &ids[..ids.len() / 2];
    snapshot.list_again(&repeated, others, None)?;
    snapshot.count_again(&repeated, others, None)?;
    let pages = snapshot.list_again(&repeated, ids, list.as_of)?;
    assert_eq!(pages, snapshot.list(list)?, "{list:?}");
    assert_eq!(snapshot.count_again(&repeated, ids, list.as_of)?, snapshot.count(list)?, "{list:?}");
    Ok(pages)
}

impl World {
    /// All entries of all types, the trash included, and all links, as they were at a moment or are now.
    pub fn everything(&self, as_of: Option<Seq>) -> Everything {
        let list = |name: &str| {
            let plain = self.test_store.list(name, Filter::All(Vec::new()));
            List { filter: Filter::Trash(Trash::Include), as_of, ..plain }
        };
        let types = TYPES.iter().filter(|name| **name != "Reading");
        let rows = types.flat_map(|name| self.test_store.rows(&list(name))).map(without_position).collect();
        let links = self.test_store.read(|snapshot| snapshot.links(&LinkQuery { as_of, ..LinkQuery::default() }));
        Everything { rows, links }
    }

    /// Two pages one after the other and the count, without positions, which are each backend's own.
    pub fn read(&self, query: &Query) -> Vec<Pages> {
        let list = self.list(query);
        let pages = |list: &List| -> Vec<Page> { self.test_store.read(|snapshot| again(snapshot, list)) };
        let told = |pages: Vec<Page>, list: &List| {
            let more = pages.iter().map(|page| page.more).collect();
            let rows = pages.into_iter().map(|page| page.rows.into_iter().map(without_position).collect()).collect();
            (rows, more, self.test_store.read(|snapshot| snapshot.count(list)))
        };
        let first = pages(&list);
        let edge = first.first().and_then(|page| if query.from_end { page.rows.first() } else { page.rows.last() });
        let position = edge.map(|row| row.position.clone());
        let mut answers = vec![told(first, &list)];
        if let (Some(position), None) = (position, &list.parents) {
            let mut window = list.window.clone();
            if query.from_end {
                window.before = Some(position);
            } else {
                window.after = Some(position);
            }
            let next = List { window, ..list };
            answers.push(told(pages(&next), &next));
        }
        answers
    }

    fn list(&self, query: &Query) -> List {
        let name = TYPES[usize::from(query.record) % TYPES.len()];
        let plain = self.test_store.list(name, Filter::All(Vec::new()));
        let filter = self.filter(name, &query.filter);
        let filter = if query.as_of.is_some() { untitled(filter) } else { filter };
        let filter = Filter::All(vec![Filter::Trash(Trash::Exclude), filter]);
        let to_one =
            self.relations(name).into_iter().filter(|relation| !self.test_store.model.relation_is_list(*relation));
        let select =
            Select { to_one: to_one.map(|relation| (relation, Select::default())).collect(), ..plain.select.clone() };
        let as_of = query.as_of.filter(|_| name != "Reading").map(|part| self.place(part));
        let window = Window { limit: query.limit, from_end: query.from_end, ..Window::default() };
        let parents = (query.nested && name == "Book").then(|| Parents {
            relation: self.test_store.model.relation(self.test_store.find("Shelf"), "books").expect("declared"),
            ids: self.made.iter().filter(|(of, _)| *of == "Shelf").map(|(_, id)| *id).collect(),
            edge: None,
        });
        let order = query.order.iter().map(|(which, descending, nulls_first)| {
            let (path, subject) = self.subject(name, *which);
            OrderKey { path, subject, descending: *descending, nulls_first: *nulls_first }
        });
        List { filter, order: order.collect(), window, select, as_of, parents, ..plain }
    }

    /// Entries of all types by what they share, two pages one after the other and the count.
    pub fn read_all(&self, query: &Query) -> Vec<(Vec<Uuid>, bool, u64)> {
        let order = query.order.iter().map(|(which, descending, _)| {
            let subject = [Subject::UpdatedAt, Subject::CreatedAt, Subject::UpdatedAt, Subject::At]
                [usize::from(which % 4)]
            .clone();
            OrderKey { path: Vec::new(), subject, descending: *descending, nulls_first: false }
        });
        let as_of = query.as_of.map(|part| self.place(part));
        let mut filter = vec![Filter::Trash(if query.nested { Trash::Include } else { Trash::Exclude })];
        if query.record.is_multiple_of(2) {
            let (first, last) = (self.place(query.record.wrapping_mul(37)), self.place(query.record.wrapping_mul(91)));
            let moment = |seq: Seq| Value::Instant(self.moment(seq));
            filter.push(Filter::Test(Subject::UpdatedAt, Test::Gte(moment(first.min(last)))));
            filter.push(Filter::Test(Subject::UpdatedAt, Test::Lt(moment(first.max(last)))));
        }
        let mut entries = Entries {
            types: None,
            filter: Filter::All(filter),
            order: order.collect(),
            window: Window { limit: query.limit, from_end: query.from_end, ..Window::default() },
            as_of,
        };
        let mut answers = Vec::new();
        for _ in 0..2 {
            let (rows, more) = self.test_store.read(|snapshot| snapshot.entries(&entries));
            let count = self.test_store.read(|snapshot| snapshot.count_entries(&entries));
            answers.push((rows.iter().map(|row| row.id).collect(), more, count));
            let edge = if query.from_end { rows.first() } else { rows.last() };
            let Some(position) = edge.map(|row| row.position.clone()) else { break };
            let window = &mut entries.window;
            *(if query.from_end { &mut window.before } else { &mut window.after }) = Some(position);
        }
        answers
    }

    /// When the change at a place happened, or the next one.
    fn moment(&self, place: Seq) -> Instant {
        let query = ChangeQuery { after: Some(place - 1), limit: Some(1), ..ChangeQuery::default() };
        self.test_store
            .read(|snapshot| snapshot.changes(&query))
            .first()
            .map_or(self.test_store.now, |change| change.at)
    }

    /// A place so many 255ths into the log, at the end of a change set.
    fn place(&self, part: u8) -> Seq {
        let latest = self.test_store.read(|snapshot| snapshot.latest());
        let gone = self.test_store.read(|snapshot| snapshot.compacted()).seq;
        self.whole((latest * i64::from(part) / 255).max(gone))
    }

    /// The last place in the log of the change set that a place is in: no moment lies between the parts of one.
    fn whole(&self, place: Seq) -> Seq {
        self.test_store.read(|snapshot| {
            let query = ChangeQuery { after: Some(place - 1), limit: Some(1), ..ChangeQuery::default() };
            match snapshot.changes(&query)?.first() {
                Some(change) if change.seq == place => snapshot.sequence_at(change.at),
                _ => Ok(place),
            }
        })
    }

    fn relations(&self, name: &str) -> Vec<Relation> {
        self.test_store.model.relations(self.test_store.find(name)).into_iter().map(|(_, relation)| relation).collect()
    }

    fn field(&self, name: &str, field: &str) -> FieldIndex {
        self.test_store.model.record(self.test_store.find(name)).find(field).expect("the field is declared")
    }

    fn subject(&self, name: &str, which: u8) -> (Vec<Relation>, Subject) {
        let own = |field| (Vec::new(), Subject::Field(vec![self.field(name, field)]));
        let choices = match name {
            "Shelf" => vec![own("name"), own("depth"), own("wide"), (Vec::new(), Subject::CreatedAt)],
            "Book" => {
                let shelf = self.test_store.model.relation(self.test_store.find("Book"), "shelf").expect("declared");
                let through = (vec![shelf], Subject::Field(vec![self.field("Shelf", "name")]));
                vec![own("name"), own("pages"), own("height"), own("mood"), (Vec::new(), Subject::At), through]
            }
            "Loan" => vec![own("who"), own("takenAt"), own("backAt"), (Vec::new(), Subject::UpdatedAt)],
            "Patron" => vec![own("card"), own("branch"), (Vec::new(), Subject::CreatedAt)],
            _ => vec![own("damp"), (Vec::new(), Subject::At)],
        };
        choices[usize::from(which) % choices.len()].clone()
    }

    fn leaf(&self, name: &str, which: u8, value: u8) -> Filter {
        let own = |field: &str, test: Test| Filter::Test(Subject::Field(vec![self.field(name, field)]), test);
        let text = || Value::Text(word(value).to_owned());
        let strings = |field: &str| {
            vec![
                own(field, Test::Eq(text())),
                own(field, Test::Ne(text())),
                own(field, Test::Gt(text())),
                own(field, Test::Lte(text())),
                own(field, Test::Contains(["P", "ä", "z", "e", "É", "%"][usize::from(value)].to_owned())),
                own(field, Test::Like(["a%", "_p%", "%e", "%", "z__", r"\%"][usize::from(value)].to_owned())),
                own(field, Test::IsNull(value.is_multiple_of(2))),
                own(field, Test::NotIn(vec![text()])),
            ]
        };
        let titles = || {
            let title = |test: Test| Filter::Test(Subject::Title, test);
            vec![
                title(Test::Contains(word(value).to_uppercase())),
                title(Test::StartsWith(word(value).to_owned())),
                title(Test::Gt(text())),
            ]
        };
        let quantity = |amount: f64| Value::Quantity(Quantity { value: amount, entered: None });
        let choices = match name {
            "Shelf" => {
                [strings("name"), titles(), vec![own("depth", Test::Gte(quantity(f64::from(value) * 100.0)))]].concat()
            }
            "Book" => {
                let pages = Value::Int(i64::from(value));
                let more = vec![
                    own("pages", Test::Eq(pages.clone())),
                    own("pages", Test::Between(Value::Int(1), pages.clone())),
                    own("pages", Test::IsNull(value.is_multiple_of(2))),
                    own("height", Test::Lt(quantity(f64::from(value) * 2.54))),
                    own("mood", Test::Gt(Value::Text(mood(value).to_owned()))),
                    own("mood", Test::In(vec![Value::Text(mood(value).to_owned())])),
                    own("tags", Test::Has(text())),
                    own("tags", Test::IsEmpty(false)),
                    Filter::Test(Subject::At, Test::Gt(Value::Instant(1_300_000_000_000))),
                ];
                [strings("name"), strings("label"), more].concat()
            }
            "Loan" => [strings("who"), titles(), titles(), vec![own("backAt", Test::IsNull(true))]].concat(),
            "Patron" => [strings("card"), strings("branch")].concat(),
            _ => vec![
                own("damp", Test::Gte(quantity(f64::from(value) * 30.0))),
                Filter::Test(Subject::Flagged, Test::Eq(Value::Boolean(value.is_multiple_of(2)))),
            ],
        };
        choices[usize::from(which) % choices.len()].clone()
    }

    fn filter(&self, name: &str, condition: &Condition) -> Filter {
        let parts = |parts: &[Condition]| parts.iter().map(|part| self.filter(name, part)).collect();
        match condition {
            Condition::Leaf(which, value) => self.leaf(name, *which, *value),
            Condition::Trash(0) => Filter::Trash(Trash::Exclude),
            Condition::Trash(1) => Filter::Trash(Trash::Include),
            Condition::Trash(_) => Filter::Trash(Trash::Only),
            Condition::All(conditions) => Filter::All(parts(conditions)),
            Condition::Any(conditions) => Filter::Any(parts(conditions)),
            Condition::Not(condition) => Filter::Not(Box::new(self.filter(name, condition))),
            Condition::Related(which, how, condition) => {
                let relations = self.relations(name);
                let relation = relations[usize::from(*which) % relations.len()];
                let target = self.test_store.model.record(self.test_store.model.relation_target(relation)).name.clone();
                if !TYPES.contains(&target.as_str()) {
                    return Filter::All(Vec::new());
                }
                let quantifier = match how {
                    0 => Quantifier::Some,
                    1 => Quantifier::None,
                    2 => Quantifier::Every,
                    3 => Quantifier::Count(Test::Gte(Value::Int(1))),
                    _ => Quantifier::Count(Test::Lt(Value::Int(2))),
                };
                let inner = self.filter(&target, condition);
                let filter = Box::new(Filter::All(vec![Filter::Trash(Trash::Exclude), inner]));
                let has_props = self.test_store.model.link(relation).props.is_some();
                let page = || Filter::Test(Subject::Field(vec![FieldIndex(0)]), Test::Gte(Value::Int(3)));
                let edge = (has_props && which.is_multiple_of(2)).then(|| Box::new(page()));
                Filter::Related { relation, quantifier, filter, edge }
            }
        }
    }
}
