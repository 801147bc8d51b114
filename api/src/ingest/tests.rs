mod definitions;
mod devices;
mod digits;
mod endpoints;
mod reasons;
mod requests;
mod rows;
