//! Stopwatches, and what the processors did.

use std::{fs, time::Duration, time::Instant};

use crate::Result;

/// Ticks a second in `/proc/PID/stat`; the same on every Linux that Daybook runs on.
const TICKS: f64 = 100.0;

/// The present moment of a clock that never steps back.
#[expect(clippy::disallowed_methods, reason = "this is a stopwatch")]
pub fn now() -> Instant {
    Instant::now()
}

/// How long a piece of work took.
pub fn time<T>(work: impl FnOnce() -> Result<T>) -> Result<(Duration, T)> {
    let start = now();
    let answer = work()?;
    Ok((start.elapsed(), answer))
}

/// The median microseconds of a piece of work that is done so many times, each with its number. Of many short pieces the
/// median hardly notices that others want the processor too.
pub fn median_of(times: usize, mut work: impl FnMut(usize) -> Result<()>) -> Result<f64> {
    let mut taken = Vec::with_capacity(times);
    for number in 0..times {
        taken.push(time(|| work(number))?.0.as_secs_f64() * 1e6);
    }
    Ok(median(&taken))
}

/// The middle of some figures; 0 when there are none.
pub fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// Processor time that a process used so far, in microseconds, in steps of a hundredth of a second.
pub fn cpu_of(process: u32) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
    Ok(ticks.sum::<std::result::Result<f64, _>>()? / TICKS * 1e6)
}

/// Bytes of memory that a process has in use.
pub fn memory_of(process: u32) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(kilobytes.trim().trim_end_matches(" kB").parse::<f64>()? * 1024.0)
}

/// How many processes wanted a processor, on average over the last minute.
pub fn load() -> Result<f64> {
    let load = fs::read_to_string("/proc/loadavg")?;
    Ok(load.split_whitespace().next().unwrap_or_default().parse()?)
}
