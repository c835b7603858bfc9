//! What others see: the one function that page, preview, feed and index all call.

use serde::{Deserialize, Serialize};

use super::profile::{Profile, VisibleFields};
use super::{Person, Scope};
use crate::audience::{Owner, Viewpoint, is_seen_from, viewpoint};
use crate::clock::Timestamp;
use crate::ids::{InstanceId, OrganisationId, PersonId};
use crate::principal::{Affiliation, Principal};

/// A person as seen from one viewpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    pub id: PersonId,
    pub ap_id: String,
    pub handle: String,
    pub name: String,
    pub sort_name: String,
    pub affiliation: Affiliation,
    pub instance_id: InstanceId,
    pub organisation_id: OrganisationId,
    pub organisation: String,
    pub organisation_uri: Option<String>,
    pub host: String,
    pub is_local: bool,
    pub scope: Scope,
    pub version: i64,
    /// Digest of the photo, part of its address; `None` without photo.
    pub photo: Option<String>,
    pub fields: VisibleFields,
    /// Remote: the last instant at which the origin confirmed this.
    pub confirmed_at: Option<Timestamp>,
    pub updated_at: Timestamp,
}

/// The profile of `person` from `from`, or `None` when the person does not exist from there.
///
/// A field is seen when its own audience allows it; the person when the consent's scope does. What leaves the instance
/// is this function at `Viewpoint::Network`, and nothing else.
pub fn profile_for(person: &Person, from: Viewpoint) -> Option<PersonView> {
    let is_visible = from == Viewpoint::Own
        || (person.deleted_at.is_none() && !person.is_lapsed && person.scope.reaches(from));
    is_visible.then(|| person.to_view(visible_fields(&person.profile, from)))
}

/// The same for whoever asks.
pub fn profile_for_principal(person: &Person, principal: &Principal) -> Option<PersonView> {
    let from = viewpoint(principal, &person.owner());
    // An administrator of the home instance sees that an account exists, through accounts; not its hidden fields.
    profile_for(person, from)
}

fn visible_fields(profile: &Profile, from: Viewpoint) -> VisibleFields {
    let seen = profile.fields.iter().filter(|(_, entry)| is_seen_from(entry.audience, from));
    VisibleFields(seen.map(|(key, entry)| (*key, entry.value.clone())).collect())
}

impl Scope {
    /// Whether a person of this scope exists from there.
    pub fn reaches(self, from: Viewpoint) -> bool {
        match from {
            Viewpoint::Own => true,
            Viewpoint::Organisation => self != Self::None,
            Viewpoint::Network => matches!(self, Self::Network | Self::Public),
            Viewpoint::Public => self == Self::Public,
        }
    }
}

impl Person {
    /// Whose this profile is, for the audience rules.
    pub fn owner(&self) -> Owner {
        Owner { person_id: self.id, organisation_id: self.organisation_id, is_local: self.is_local }
    }

    fn to_view(&self, fields: VisibleFields) -> PersonView {
        PersonView {
            id: self.id,
            ap_id: self.ap_id.clone(),
            handle: self.handle.clone(),
            name: self.name.clone(),
            sort_name: self.sort_name.clone(),
            affiliation: self.affiliation,
            instance_id: self.instance_id,
            organisation_id: self.organisation_id,
            organisation: self.organisation.clone(),
            organisation_uri: self.organisation_uri.clone(),
            host: self.host.clone(),
            is_local: self.is_local,
            scope: self.scope,
            version: self.version,
            photo: self.photo.clone(),
            fields,
            confirmed_at: self.confirmed_at,
            updated_at: self.updated_at,
        }
    }
}
