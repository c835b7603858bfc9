//! Questions between two people: what one of ours says goes to the other's instance alone, with a proof by our key ([`say`]); what
//! somebody of elsewhere says is believed by the proof of his own instance ([`hear`]). Neither side keeps a letter beside the
//! inquiry itself: what arrived is forgotten where it was sent from, what was worked where it came in.

mod hear;
mod say;

/// What the ordering keys of letters begin with.
pub(crate) const BETWEEN_TWO: &str = "inquiry:";
