//! Figures, printed on demand: `cargo test --release -p daybook-store figures -- --ignored --nocapture`.

use daybook_schema::{Value, value::Quantity};
use uuid::Uuid;

use super::world::{GARDEN, World};
use crate::{
    backend::{Backend, Transaction},
    query::{Parents, Select, Window},
    record::Record,
};

/// Mean microseconds of a piece of work.
fn time(name: &str, times: u32, mut work: impl FnMut(u32)) {
    #[expect(clippy::disallowed_methods, reason = "this is a stopwatch")]
    let start = std::time::Instant::now();
    (0..times).for_each(&mut work);
    println!("{name}: {:.1} µs", start.elapsed().as_secs_f64() * 1e6 / f64::from(times));
}

#[test]
#[ignore = "prints figures and asserts nothing"]
fn figures() {
    let world = World::new(GARDEN);
    let parents = world.fill(50, 10_000);
    let mut reader = world.sqlite.reader().unwrap();
    let (bed_type, harvest) = (world.find("Bed"), world.find("Harvest"));
    let bed = world.model.relation(harvest, "bed").unwrap();
    let name = world.model.record(bed_type).find("name").unwrap();
    let weight = world.model.record(harvest).find("weight").unwrap();
    let picked = world.model.record(harvest).find("pickedAt").unwrap();
    time("point get", 5_000, |number| {
        let id = Uuid::from_u128(1_000_000 + u128::from(number) * 97 % 500_000);
        let get = &mut |snapshot: &mut dyn crate::backend::Snapshot| {
            snapshot.get(harvest, id).map(|row| assert!(row.is_some()))
        };
        reader.read(&world.model, get).unwrap();
    });
    let mut list = world.newest("Harvest");
    list.select.fields = vec![picked, weight];
    list.select.to_one = vec![(bed, Select { fields: vec![name], ..Select::default() })];
    time("list of 50 with a joined link", 500, |_| {
        reader
            .read(&world.model, &mut |snapshot| snapshot.list(&list).map(|pages| assert_eq!(pages[0].rows.len(), 50)))
            .unwrap();
    });
    let relation = world.model.relation(bed_type, "harvests").unwrap();
    list.select.to_one.clear();
    list.parents = Some(Parents { relation, ids: parents, edge: None });
    list.window = Window { limit: 10, ..Window::default() };
    time("10 of 10,000 children for each of 50 parents", 100, |_| {
        reader
            .read(&world.model, &mut |snapshot| snapshot.list(&list).map(|pages| assert_eq!(pages.len(), 50)))
            .unwrap();
    });
    let mut writer = world.sqlite.writer().unwrap();
    let mut insert = |number: u32, group: u32| {
        writer.begin().unwrap();
        for part in 0..group {
            let mut values = vec![Value::Null; 3];
            values[0] = Value::Id(Uuid::from_u128(1));
            values[1] = Value::Instant(i64::from(number));
            values[2] = Value::Quantity(Quantity { value: 3.5, entered: None });
            let id = Uuid::from_u128(
                900_000_000 + u128::from(number) * 1_000 + u128::from(part) + (u128::from(group) << 64),
            );
            let record = Record {
                id,
                record: harvest,
                version: 1,
                created_at: 1,
                updated_at: 1,
                trashed_at: None,
                seq: 1,
                values,
                external_keys: Vec::new(),
            };
            writer
                .attempt(&world.model, &mut |transaction: &mut dyn Transaction| {
                    transaction.put(&record, None, "3.5 g").map(|()| true)
                })
                .unwrap();
        }
        writer.commit().unwrap();
    };
    time("insert alone, synced", 50, |number| insert(number, 1));
    time("100 inserts in a group, synced", 50, |number| insert(number, 100));
}
