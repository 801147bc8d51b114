//! Food and drink: what a day's intake came to.

pub mod day;
