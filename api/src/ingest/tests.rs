mod definitions;
mod devices;
mod digits;
mod reasons;
mod requests;
mod rows;
