//! What reading costs: statements, and steps in proportion to the rows answered.

use daybook_schema::Value;
use rusqlite::{StatementStatus, params_from_iter};

use super::world::{GARDEN, World};
use crate::{
    backend::{Backend, Cost},
    query::{Filter, List, OrderKey, Parents, Select, Subject, Test, Timeline, Window},
    sqlite::{layout::Codec, list::ListStatement, source::Builder},
};

/// The plan of a list, a line per step.
fn plan(world: &World, list: &List) -> String {
    let layout = world.sqlite.shared.layout(&world.model).unwrap();
    let mut builder = Builder::new(Codec { model: &world.model, layout: &layout }, list.as_of);
    let ListStatement { sql, .. } = ListStatement::new(&mut builder, list).unwrap();
    let raw = world.raw();
    let mut statement = raw.prepare(&format!("EXPLAIN QUERY PLAN {}", sql.text)).unwrap();
    let lines = statement.query_map(params_from_iter(sql.values), |row| row.get::<_, String>(3)).unwrap();
    lines.map(Result::unwrap).collect::<Vec<_>>().join("\n")
}

fn cost(world: &World, list: &List) -> (usize, Cost) {
    let read = |list: &List| {
        world.read(|snapshot| {
            let rows = snapshot.list(list)?.iter().map(|page| page.rows.len()).sum();
            Ok((rows, snapshot.cost()))
        })
    };
    read(list).unwrap()
}

fn harvests(world: &World, parents: Vec<uuid::Uuid>, limit: usize) -> List {
    let relation = world.model.relation(world.find("Bed"), "harvests").unwrap();
    let window = Window { limit, ..Window::default() };
    List { parents: Some(Parents { relation, ids: parents, edge: None }), window, ..world.newest("Harvest") }
}

#[test]
fn a_nested_list_visits_rows_in_proportion_to_the_rows_answered() {
    let costs = [50, 5_000].map(|children| {
        let world = World::new(GARDEN);
        let parents = world.fill(20, children);
        cost(&world, &harvests(&world, parents, 10))
    });
    let [(few_rows, few), (many_rows, many)] = costs;
    assert_eq!((few_rows, many_rows, few.statements, many.statements), (200, 200, 1, 1));
    assert!(many.steps < few.steps * 11 / 10, "{few:?} with 50 children each, {many:?} with 5,000");
    assert!(many.steps < 200 * 120, "{many:?} for 200 rows");
}

#[test]
fn a_nested_list_by_time_walks_the_index_of_link_and_time() {
    let world = World::new(GARDEN);
    let parents = world.fill(2, 5);
    let plan = plan(&world, &harvests(&world, parents, 10));
    let (_, bed) = world.names("Harvest", "bed");
    assert!(plan.contains(&format!("{bed} (")) || plan.contains(&format!("_{bed} ")), "{plan}");
    assert!(!plan.contains("SCAN a"), "{plan}");
}

#[test]
fn a_list_with_a_joined_link_takes_one_statement_and_no_scan_of_the_target() {
    let world = World::new(GARDEN);
    world.fill(20, 100);
    let mut list = world.newest("Harvest");
    let bed = world.model.relation(world.find("Harvest"), "bed").unwrap();
    let name = world.model.record(world.find("Bed")).find("name").unwrap();
    list.select.to_one = vec![(bed, Select { fields: vec![name], ..Select::default() })];
    let (rows, cost) = cost(&world, &list);
    assert_eq!((rows, cost.statements), (50, 1));
    let plan = plan(&world, &list);
    assert!(!plan.contains("SCAN a2") && !plan.contains("TEMP B-TREE"), "{plan}");
}

#[test]
fn a_late_page_costs_like_the_first() {
    let world = World::new(GARDEN);
    world.fill(20, 1_000);
    for record in ["Harvest", "Plant"] {
        for descending in [true, false] {
            let mut list = world.newest(record);
            list.order = vec![OrderKey { path: Vec::new(), subject: Subject::At, descending, nulls_first: false }];
            let (_, first) = cost(&world, &list);
            let mut all = list.clone();
            all.window.limit = 10_000;
            let late = world.read(|snapshot| Ok(snapshot.list(&all)?.remove(0).rows.remove(9_999).position)).unwrap();
            list.window.after = Some(late);
            let (rows, later) = cost(&world, &list);
            assert_eq!(rows, 50);
            // A time that may be missing is read in two arms.
            let most = if record == "Plant" { first.steps * 6 } else { first.steps * 13 / 10 };
            assert!(later.steps < most, "{record}, descending {descending}: {first:?} and later {later:?}");
        }
    }
}

#[test]
fn a_sample_of_two_numbers_takes_at_most_sixty_bytes_with_the_index_of_times() {
    let world = World::new(GARDEN);
    let (table, moisture) = world.names("SoilReading", "moisture");
    let (_, temperature) = world.names("SoilReading", "temperature");
    let raw = world.raw();
    raw.execute_batch(&format!(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999)
         INSERT INTO {table} (of, at, flagged, {moisture}, {temperature})
         SELECT 1 + i / 10000, 1777629600000 + i * 1000, 0, 30.1 + i % 7, 20.2 + i % 5 FROM n"
    ))
    .unwrap();
    let pages = |name: &str| -> i64 {
        let sql = "SELECT sum(pgsize) FROM dbstat WHERE name = ?";
        raw.query_row(sql, [name], |row| row.get(0)).unwrap_or_default()
    };
    let [bytes, index] =
        [&table, &format!("{}_at", table.replace('t', "i"))].map(|name| pages(name) as f64 / 100_000.0);
    println!("{bytes:.1} bytes a sample, {index:.1} in the index of times");
    assert!(bytes > 25.0 && index > 8.0 && bytes + index <= 60.0, "{bytes} and {index} bytes a sample");
}

#[test]
fn the_past_costs_little_more_than_the_present() {
    let world = World::new(GARDEN);
    let parents = world.fill(20, 2_000);
    let bed = world.model.relation(world.find("Harvest"), "bed").unwrap();
    let mut joined = world.newest("Harvest");
    joined.select.to_one = vec![(bed, Select::default())];
    for list in [joined, harvests(&world, parents, 10)] {
        let (_, now) = cost(&world, &list);
        let past = List { as_of: Some(1), ..list };
        let (_, then) = cost(&world, &past);
        assert!(then.steps < now.steps * 4, "{now:?} and then {then:?}\n{}", plan(&world, &past));
    }
}

#[test]
fn a_chart_of_many_samples_reads_rollups_alone() {
    const HOUR: i64 = 3_600_000;
    const START: i64 = 1_777_593_600_000;
    let world = World::new(GARDEN);
    let probe = uuid::Uuid::from_u128(7);
    let (_, moisture) = world.names("SoilReading", "moisture");
    let (table, name) = (world.names("SoilReading", "moisture").0, world.names("Probe", "name"));
    let raw = world.raw();
    raw.execute_batch(&format!(
        "INSERT INTO {} (id, space, version, created_at, updated_at, seq, {}, {}f, {}s)
         VALUES (unhex(printf('%032x', 7)), 1, 1, 0, 0, 1, 'p', 'p', x'70');
         WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 60 * 1440 - 1)
         INSERT INTO {table} (of, at, flagged, {moisture})
         SELECT (SELECT n FROM {}), {START} + i * 60000, 0, 30.1 + i % 7 FROM n;
         DELETE FROM meta WHERE name LIKE 'rollup.%'",
        name.0, name.1, name.1, name.1, name.0
    ))
    .unwrap();
    world.sqlite.prepare(&world.model).unwrap();
    let record = world.find("SoilReading");
    let field = world.model.record(record).find("moisture").unwrap();
    let read = |widest: i64| {
        let (from, to) = (START, START + 60 * 24 * HOUR);
        let timeline = Timeline { record, of: probe, field, from, to, widest };
        world
            .read(|snapshot| {
                let before = snapshot.cost();
                let line = snapshot.timeline(&timeline)?;
                let cost = snapshot.cost();
                let count: u64 = line.segments.iter().map(crate::query::Segment::count).sum();
                Ok((line.level, line.segments.len(), count, cost.steps - before.steps))
            })
            .unwrap()
    };
    let (days, hours, samples) = (read(24 * HOUR), read(HOUR), read(0));
    assert_eq!((days.0, days.1, days.2), (Some(24 * HOUR), 60, 86_400));
    assert_eq!((hours.0, hours.1, hours.2), (Some(HOUR), 1440, 86_400));
    assert_eq!((samples.0, samples.1, samples.2), (None, 86_400, 86_400));
    assert!(days.3 < 60 * 40 && hours.3 < 1440 * 40, "{days:?}, {hours:?}, {samples:?}");
}

#[test]
fn the_newest_of_a_kind_are_read_in_the_order_of_one_index() {
    let world = World::new(
        "enum Kind { DRY WET }
         type Walk @entry(plural: \"walks\", at: \"began\", title: \"{kind}\") { began: DateTime! kind: Kind! @index }",
    );
    let mut list = world.newest("Walk");
    let kind = world.model.record(list.record).find("kind").unwrap();
    let wet = Filter::Test(Subject::Field(vec![kind]), Test::Eq(Value::Text("WET".to_owned())));
    list.filter = Filter::All(vec![wet, list.filter]);
    let (_, column) = world.names("Walk", "kind");
    let plan = plan(&world, &list);
    assert!(plan.contains(&format!("({column}=?)")) && !plan.contains("TEMP B-TREE"), "{plan}");
}

#[test]
fn a_statement_is_prepared_once_whatever_is_bound() {
    let world = World::new(GARDEN);
    world.fill(3, 20);
    let mut again = 0;
    let raw = world.raw();
    let mut list = world.newest("Harvest");
    let layout = world.sqlite.shared.layout(&world.model).unwrap();
    for limit in [1, 10, 50] {
        list.window.limit = limit;
        let mut builder = Builder::new(Codec { model: &world.model, layout: &layout }, None);
        let ListStatement { sql, .. } = ListStatement::new(&mut builder, &list).unwrap();
        let mut statement = raw.prepare_cached(&sql.text).unwrap();
        let mut rows = statement.query(params_from_iter(sql.values)).unwrap();
        while rows.next().unwrap().is_some() {}
        drop(rows);
        again += statement.get_status(StatementStatus::RePrepare);
    }
    assert_eq!(again, 0);
}
