//! Babies: formula, and what a day came to.

pub mod day;
pub mod formula;
