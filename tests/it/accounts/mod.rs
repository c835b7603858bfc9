//! Coming in, staying in, and being kept out.

mod administer;
mod import;
mod invitation;
mod recover;
mod set_up;
mod settings;
mod sign_in;
mod sign_up;
mod tokens;
