//! Finding people, and what is published. The tour, in reading order:
//!
//! `people` is the entry to people: asks an index, lets the database decide who is really seen, explains; `suggest` is the same
//! while somebody types, with `beginnings`, the names of subjects and organisations. `index` is what that index must do;
//! `embedded` is ours on tantivy, `meilisearch` the same on a server; names in SQL stand in for them. `person` knows a profile,
//! `scorer` and `weights` the ranking, `reasons` the explanation. `published` is the same for groups, items, comments and files.
//!
//! Both stand on `analysis`, which knows words, and `asked`, a query, in its `runs` of words; `vocabulary` is what their documents lean on.
//! `keeper` keeps an index up to date, `vessel` and `shelf` are what it is on disk, `examine` tells an operator how it is.

pub mod analysis;
pub mod asked;
mod beginnings;
mod bits;
mod blocks;
mod counts;
pub mod embedded;
pub mod error;
pub mod examine;
mod feed;
pub mod ids;
mod index;
mod intake;
mod keeper;
pub mod mapping;
pub mod meilisearch;
mod pairs;
pub mod people;
pub mod person;
pub mod published;
pub mod query;
pub mod reasons;
mod runs;
mod scorer;
pub mod shelf;
mod sides;
pub mod suggest;
mod tokens;
mod typos;
pub mod vessel;
pub mod vocabulary;
mod watch;
mod weighted;
pub mod weights;

pub use analysis::fold;
pub use people::{FoundPerson, People, PeopleFound};
pub use published::{Published, PublishedFound};
pub use query::{Facet, FacetKind, FacetValue, Filters, Near, PeopleQuery};
pub use suggest::{SuggestedOrganisation, SuggestedSubject, Suggestions};
