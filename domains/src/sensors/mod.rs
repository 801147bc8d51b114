//! Sensors: what a room measured through a night.

pub mod night;
