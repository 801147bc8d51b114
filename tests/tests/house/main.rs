//! The house: its rules, its contract, and the real binary under bad input, crashes and real files.

mod bad_input;
mod browser;
mod contract;
mod crash;
mod definitions;
mod layers;
mod messages;
mod readme;
mod sensors;
mod start;
