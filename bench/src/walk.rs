//! Three hops: the floor in memory, and the recursive statement that a database offers.

use rusqlite::Connection;

use crate::Result;

/// Links both ways, one list for all.
#[derive(Debug)]
pub struct Compressed {
    starts: Vec<u32>,
    others: Vec<u32>,
}

impl Compressed {
    /// From links between entries numbered below `count`.
    pub fn new(count: usize, links: &[(u32, u32)]) -> Self {
        let mut lists = vec![Vec::new(); count];
        for &(source, target) in links {
            lists[source as usize].push(target);
            lists[target as usize].push(source);
        }
        let mut starts = vec![0];
        for list in &lists {
            starts.push(starts[starts.len() - 1] + list.len() as u32);
        }
        Self { starts, others: lists.concat() }
    }

    /// Numbers within `depth` links of a start, the start first.
    pub fn reach(&self, start: u32, depth: usize) -> Vec<u32> {
        let mut seen = vec![0_u64; self.starts.len().div_ceil(64)];
        let mut found = vec![start];
        seen[start as usize / 64] |= 1 << (start % 64);
        let mut from = 0;
        for _ in 0..depth {
            let to = found.len();
            for position in from..to {
                let number = found[position] as usize;
                for &other in &self.others[self.starts[number] as usize..self.starts[number + 1] as usize] {
                    let (word, bit) = (&mut seen[other as usize / 64], 1 << (other % 64));
                    if *word & bit == 0 {
                        *word |= bit;
                        found.push(other);
                    }
                }
            }
            from = to;
        }
        found
    }
}

/// The same links as a table, indexed, in memory.
pub fn table(links: &[(u32, u32)]) -> Result<Connection> {
    let mut connection = Connection::open_in_memory()?;
    connection.execute_batch("CREATE TABLE step (a INTEGER, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID")?;
    let transaction = connection.transaction()?;
    {
        let mut insert = transaction.prepare("INSERT OR IGNORE INTO step VALUES (?, ?)")?;
        for &(source, target) in links {
            insert.execute((source, target))?;
            insert.execute((target, source))?;
        }
    }
    transaction.commit()?;
    Ok(connection)
}

/// Numbers within three links of a start, by a recursive statement.
pub fn recursive(connection: &Connection, start: u32) -> Result<Vec<u32>> {
    let sql = "WITH RECURSIVE reached (n, d) AS (VALUES (?, 0) UNION SELECT b, d + 1 FROM reached JOIN step ON a = n \
               WHERE d < 3) SELECT DISTINCT n FROM reached";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([start], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
