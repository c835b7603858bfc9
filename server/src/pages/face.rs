//! Somebody where he is one among many: above an item, in a thread, in a list of members.

use std::collections::HashMap;

use domain::PersonId;
use domain::people::Face;

use super::marks::{self, Origin};
use crate::i18n::Texts;

/// A person in one line, as `_face.html` shows him.
#[derive(Clone, Debug)]
pub struct FaceView {
    pub id: String,
    pub name: String,
    /// Where his page is, when there is one for this reader.
    pub href: Option<String>,
    pub photo: Option<String>,
    pub initials: String,
    pub tint: u8,
    pub job_title: Option<String>,
    /// Where he works, when that is not here; of whoever is of no organisation, how he is written.
    pub origin: Option<Origin>,
}

impl FaceView {
    /// Somebody among these; one who is gone keeps his place without a name.
    pub fn of(t: Texts, faces: &HashMap<PersonId, Face>, id: PersonId) -> Self {
        match faces.get(&id) {
            Some(face) if !face.name.is_empty() => Self::new(t, face),
            _ => Self::gone(t, id),
        }
    }

    /// Somebody of whom another organisation told us no more than this; without a name, one who is gone.
    pub fn named(t: Texts, name: &str, organisation: &str) -> Self {
        let nobody = Self::gone(t, PersonId(uuid::Uuid::nil()));
        if name.is_empty() {
            return nobody;
        }
        Self {
            name: name.to_owned(),
            initials: marks::initials(name),
            tint: marks::tint(name),
            origin: Some(Origin::new(organisation)),
            ..nobody
        }
    }

    pub fn new(t: Texts, face: &Face) -> Self {
        let outside = face
            .outside
            .as_ref()
            .map(|address| Origin::new(t.with("items-author-outside", [("address", address)])));
        Self {
            id: face.id.to_string(),
            name: face.name.clone(),
            href: face.has_page.then(|| format!("/people/{}", face.id)),
            photo: face.photo.as_ref().map(|digest| marks::photo_path(face.id, digest)),
            initials: marks::initials(&face.name),
            tint: marks::tint(&face.name),
            job_title: face.job_title.clone(),
            origin: outside.or_else(|| (!face.is_local).then(|| Origin::new(&face.organisation))),
        }
    }

    fn gone(t: Texts, id: PersonId) -> Self {
        Self {
            id: id.to_string(),
            name: t.get("items-author-gone"),
            href: None,
            photo: None,
            initials: "–".to_owned(),
            tint: 1,
            job_title: None,
            origin: None,
        }
    }
}
