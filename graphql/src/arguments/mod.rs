//! Arguments of lists: from JSON that was checked against the schema to the query language of the store.
//!
//! Limits, all reported as BAD_INPUT: [`MAX_ITEMS`] values in a list of a filter, [`filter::MAX_DEPTH`] filters inside
//! each other, [`filter::MAX_CONDITIONS`] conditions in one filter, [`order::MAX_ORDER_KEYS`] keys of an order,
//! [`window::MAX_PAGE`] rows a page.

mod answered;
mod comparison;
pub mod cursor;
mod filter;
mod order;
mod place;
mod times;
mod window;

#[cfg(test)]
mod tests;

pub use self::{
    cursor::CursorScope,
    filter::{edge_filter, entry_filter, filter},
    order::{entry_order, order},
    times::moments,
    window::window,
};

/// Values in one list of a filter, such as `in`.
pub const MAX_ITEMS: usize = 1000;
