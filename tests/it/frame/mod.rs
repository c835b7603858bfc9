//! What holds for every page: errors, headers, who may send a form.

mod faults;
mod headers;
mod health;
mod home;
mod look;
