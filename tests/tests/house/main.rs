//! The rules of the repository, the contract, and the real binary under bad input, crashes and real files.

mod bad_input;
mod bad_writes;
mod browser;
mod commands;
mod contract;
mod crash;
mod definitions;
mod documents;
mod exercises;
mod layers;
mod live_clients;
mod make;
mod messages;
mod modules;
mod operating;
mod promises;
mod proofs;
mod readme;
mod sensors;
mod sources;
mod start;
mod statistics;
mod stores;
