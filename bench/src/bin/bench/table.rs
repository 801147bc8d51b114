//! Rounds, and the table of what came of them.

use daybook_bench::{Result, clock};

/// Rounds of floor, ours, ours, floor.
const ROUNDS: usize = 5;
/// A round whose two floors differ by more is dropped.
const STEADY: f64 = 1.25;

/// Figures of every round.
#[derive(Default)]
pub struct Table(Vec<[String; 5]>);

impl Table {
    /// A figure beside its floor: medians over the steady rounds.
    pub fn compare(&mut self, what: &str, floor: &str, rounds: &[Round], bar: &str) {
        let ratios: Vec<f64> = rounds.iter().map(Round::ratio).collect();
        let middle = |of: fn(&Round) -> f64| clock::median(&rounds.iter().map(of).collect::<Vec<_>>());
        let (least, most) =
            ratios.iter().fold((f64::MAX, 0.0_f64), |(least, most), one| (least.min(*one), most.max(*one)));
        let ratio = match rounds.len() {
            0 => "no steady round".to_owned(),
            count => format!("{:.2} ({least:.2} to {most:.2}, {count} rounds)", clock::median(&ratios)),
        };
        let floor = format!("{floor}: {:.1} µs", middle(|round| round.floor));
        self.0.push([what.to_owned(), format!("{:.1} µs", middle(|round| round.ours)), floor, ratio, bar.to_owned()]);
    }

    /// A figure without a floor.
    pub fn figure(&mut self, what: &str, microseconds: f64) {
        self.0.push([what.to_owned(), format!("{microseconds:.1} µs"), String::new(), String::new(), String::new()]);
    }

    /// Prints all of it.
    pub fn print(&self) {
        println!("\n| what | ours | floor | ratio | bar |\n| --- | --- | --- | --- | --- |");
        self.0.iter().for_each(|row| println!("| {} |", row.join(" | ")));
    }
}

/// One round: ours, and the mean of the floors around it, in microseconds.
pub struct Round {
    /// Ours.
    pub ours: f64,
    /// The mean of the floors.
    pub floor: f64,
}

impl Round {
    fn ratio(&self) -> f64 {
        self.ours / self.floor
    }
}

/// Floor, ours, ours, floor; the rounds whose floors agree.
pub fn rounds<S>(
    state: &mut S,
    floor: impl Fn(&mut S) -> Result<f64>,
    ours: impl Fn(&mut S) -> Result<f64>,
) -> Result<Vec<Round>> {
    let mut steady = Vec::new();
    for _ in 0..ROUNDS {
        let before = floor(state)?;
        let own = f64::midpoint(ours(state)?, ours(state)?);
        let after = floor(state)?;
        if before.max(after) <= STEADY * before.min(after) {
            steady.push(Round { ours: own, floor: f64::midpoint(before, after) });
        }
    }
    Ok(steady)
}
