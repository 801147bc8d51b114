mod definitions;
mod devices;
mod digits;
mod doors;
mod reasons;
mod requests;
mod rows;
