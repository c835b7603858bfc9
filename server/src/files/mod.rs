//! The bytes of files: how they come in, where they lie, and who looks at them. What is known about them stands in
//! `domain::files`.

pub mod bare;
pub mod clamd;
pub mod incoming;
mod look;
pub mod previews;
mod remote;
pub mod store;
pub mod sweep;
pub mod unzip;
pub mod uploads;
pub mod zip;
pub mod zipped;

pub use remote::Shelf;
pub use store::Store;
pub use uploads::Uploads;
