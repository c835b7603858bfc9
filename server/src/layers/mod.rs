//! What every request passes on its way in and every answer on its way out, outermost first.
//!
//! | layer | gives |
//! |---|---|
//! | [`trace`] | a number for the request, a line in the log, a count in the metrics |
//! | [`headers`] | what browsers must not do with our pages |
//! | [`faults`] | a page in the reader's language for every error, also those of layers below |
//! | [`timeout`] | an end to waiting |
//! | [`pace`] | 429 for an address that asks too much |
//! | [`origin`] | a refusal of forms that other sites send |
//! | [`notice`] | a sentence about what was done, told once |
//! | [`identify`] | who asks |
//! | [`guard`] | per route: who may |

pub mod faults;
pub mod guard;
pub mod headers;
pub mod identify;
pub mod notice;
pub mod origin;
pub mod pace;
pub mod timeout;
pub mod trace;
