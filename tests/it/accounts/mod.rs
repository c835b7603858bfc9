//! Coming in, staying in, and being kept out.

mod sign_in;
