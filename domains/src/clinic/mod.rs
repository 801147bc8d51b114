//! Patients: last values and trends.

pub mod trends;
