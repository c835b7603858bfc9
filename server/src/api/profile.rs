//! `/api/v1/profile`: the token owner's own profile, each field with its audience; read, and changed in part.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use domain::people::{self, Entry, FieldKey, ProfileEdit, Source, Value};
use domain::{Audience, FieldError};
use federation::route::Route;
use federation::routes;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::description::Operation;
use crate::error::Result;
use crate::extract::Member;
use crate::state::Ctx;

/// A profile has a dozen fields and those of the organisation.
const FIELDS_MAX: usize = 100;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/profile" Token => show;
        PATCH "/api/v1/profile" Token => change;
    }
}

pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/api/v1/profile", "One's own profile").answers::<OwnProfile>(),
        Operation::patch("/api/v1/profile", "Change fields of one's own profile")
            .takes::<Change>()
            .answers::<OwnProfile>(),
    ]
}

/// One's own profile with everything in it.
#[derive(Serialize, ToSchema)]
pub struct OwnProfile {
    id: String,
    name: String,
    /// Who may find one: `none`, `organisation`, `network` or `public`.
    scope: &'static str,
    /// By the name of the field; an empty field is absent.
    #[schema(value_type = BTreeMap<String, Field>)]
    fields: BTreeMap<FieldKey, Field>,
}

/// What a field holds, and who sees it.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct Field {
    /// `is` names the kind of value (`text`, `flag`, `availability`, `languages`, `skills`, `custom`), `value` holds it.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    value: Value,
    /// `self`, `organisation`, `network` or `public`.
    #[schema(value_type = String)]
    audience: Audience,
}

/// What is to change. What is not named stays; a field that is `null` becomes empty.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    name: Option<String>,
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, Field>)]
    fields: BTreeMap<FieldKey, Option<Field>>,
}

async fn show(State(ctx): State<Ctx>, member: Member) -> Result<Json<OwnProfile>> {
    let person = people::find(&ctx.db, member.person_id).await?;
    let fields = person.profile.fields.into_iter().map(|(key, entry)| (key, Field::from(entry)));
    Ok(Json(OwnProfile {
        id: person.id.to_string(),
        name: person.name,
        scope: person.scope.as_str(),
        fields: fields.collect(),
    }))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Json(change): Json<Change>,
) -> Result<Json<OwnProfile>> {
    let edit = change.into_edit()?;
    let (principal, id) = (&member.principal, member.person_id);
    ctx.db.write(async |tx| people::edit(tx, principal, id, edit).await).await?;
    show(State(ctx), member).await
}

impl Change {
    fn into_edit(self) -> domain::Result<ProfileEdit> {
        if self.fields.len() > FIELDS_MAX {
            return Err(FieldError::new("fields", "error-too-many").with("max", FIELDS_MAX).into());
        }
        let fields = self.fields.into_iter().map(|(key, field)| (key, field.map(Entry::from)));
        Ok(ProfileEdit { name: self.name, fields: fields.collect() })
    }
}

impl From<Entry> for Field {
    fn from(entry: Entry) -> Self {
        Self { value: entry.value, audience: entry.audience }
    }
}

impl From<Field> for Entry {
    fn from(field: Field) -> Self {
        Self { value: field.value, audience: field.audience, source: Source::Person }
    }
}
