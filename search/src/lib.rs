//! Finding people. The tour, in reading order:
//!
//! `people` is the entry: asks an index, lets the database decide who is really seen, explains. `indexer` keeps the
//! index up to date, `examine` tells an operator how it is. `index` is what an index must do; `embedded` is ours on
//! tantivy, names in SQL stand in for it. `analysis` knows words, `asked` a query, `person` a profile, `weights` the
//! ranking, `reasons` the explanation.

pub mod analysis;
pub mod asked;
pub mod embedded;
pub mod error;
pub mod examine;
pub mod index;
mod indexer;
pub mod mapping;
pub mod people;
pub mod person;
pub mod query;
pub mod reasons;
pub mod shelf;
mod typos;
pub mod weights;

pub use analysis::fold;
pub use people::{FoundPerson, People, PeopleFound};
pub use query::{Facet, FacetKind, FacetValue, Filters, Near, PeopleQuery};
