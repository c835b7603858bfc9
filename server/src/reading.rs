//! How fast and how much of the address book somebody may read: one measure for pages, for what appears while he types, and for
//! his programs. By the minute in memory; by the day in the house, which remembers it.

use std::sync::Arc;

use domain::people::reading::{Limits, Readers, What};
use domain::{PersonId, Principal, Timestamp};

use crate::config;
use crate::error::{Problem, Result};
use crate::layers::pace::Pace;

pub struct Reading {
    names: Pace<PersonId>,
    searches: Pace<PersonId>,
    profiles: Pace<PersonId>,
    days: Arc<Readers>,
}

impl Reading {
    pub fn new(config: &config::Reading) -> Self {
        let limits = Limits {
            names: config.names_per_day.into(),
            searches: config.searches_per_day.into(),
            profiles: config.profiles_per_day.into(),
            peer_profiles: config.peer_profiles_per_day.into(),
            logged_from_percent: config.logged_from_percent.into(),
        };
        Self {
            names: Pace::new(config.names_per_minute),
            searches: Pace::new(config.searches_per_minute),
            profiles: Pace::new(config.profiles_per_minute),
            days: Arc::new(Readers::new(limits)),
        }
    }

    /// Counts one reading of a signed-in person, or says how long he has to wait.
    pub fn take(&self, principal: &Principal, what: What, now: Timestamp) -> Result<()> {
        let Some(person) = principal.person_id() else { return Ok(()) };
        self.pace(what).take(person, now).map_err(Problem::limited)?;
        Ok(self.days.take(principal, what, now)?)
    }

    /// What was read in a day, for the other door and for whoever writes it down.
    pub fn days(&self) -> &Arc<Readers> {
        &self.days
    }

    fn pace(&self, what: What) -> &Pace<PersonId> {
        match what {
            What::Names => &self.names,
            What::Search => &self.searches,
            What::Profile => &self.profiles,
        }
    }
}
