//! Babies: formula.

pub mod formula;
