//! What operators do, and what goes on by itself.

mod backup;
mod check;
mod command;
mod database_away;
mod full_disk;
mod index;
mod killed;
mod worker;
