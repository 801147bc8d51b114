mod definitions;
mod devices;
mod digits;
mod requests;
mod rows;
