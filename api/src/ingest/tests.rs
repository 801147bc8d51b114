mod requests;
mod rows;
