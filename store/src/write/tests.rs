//! Tests of the engine over the reference.
