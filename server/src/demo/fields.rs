//! The profile fields that each organisation of the demo added for itself, and who filled them in.

use domain::Db;
use domain::audience::Audience;
use domain::error::{Error, Result};
use domain::people::fields::{self, Definition, Kind, NewDefinition};
use domain::people::{Entry, FieldKey, Label, Source};

use super::material::{Material, OwnField};
use super::people::Colleague;
use super::random::Random;
use super::seed::principal;

/// Defines the organisation's fields where they are missing, and fills them in for `colleagues`, all of one organisation.
pub(super) async fn fill_all(db: &Db, material: &Material, colleagues: &mut [Colleague]) -> Result<()> {
    let host = colleagues.first().map(|one| one.host.clone()).unwrap_or_default();
    for own in material.fields.iter().filter(|own| own.host == host) {
        let definition = define(db, own).await?;
        for colleague in &mut *colleagues {
            fill(&definition, own.share, colleague)?;
        }
    }
    Ok(())
}

async fn define(db: &Db, own: &OwnField) -> Result<Definition> {
    let find = async || -> Result<Option<Definition>> {
        Ok(fields::list(db).await?.into_iter().find(|one| one.label.nl == own.label_nl))
    };
    if let Some(known) = find().await? {
        return Ok(known);
    }
    db.write(async |tx| fields::create(tx, &principal(), definition(own)).await).await?;
    find().await?.ok_or(Error::NotFound)
}

fn definition(field: &OwnField) -> NewDefinition {
    let label = |nl: &str, en: &str| Label { nl: nl.to_owned(), en: en.to_owned() };
    let options = field.options_nl.split('|').zip(field.options_en.split('|'));
    NewDefinition {
        section: label(&field.section_nl, &field.section_en),
        label: label(&field.label_nl, &field.label_en),
        kind: Kind::parse(&field.kind).unwrap_or(Kind::Text),
        options: options.map(|(nl, en)| label(nl, en)).collect(),
        is_mandatory: false,
        is_filter: field.is_filter,
    }
}

/// The same answer every time.
fn fill(definition: &Definition, share: usize, colleague: &mut Colleague) -> Result<()> {
    let seed =
        colleague.handle.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    if let Some(value) = definition.read(&answer(definition, share, &mut Random::new(seed)))? {
        let entry = Entry { value, audience: Audience::Network, source: Source::Person };
        colleague.profile.fields.insert(FieldKey::Custom(definition.id), entry);
    }
    Ok(())
}

fn answer(definition: &Definition, share: usize, random: &mut Random) -> Vec<String> {
    let mut options: Vec<String> = definition.options.iter().map(|option| option.nl.clone()).collect();
    if !random.chance(share) {
        return Vec::new();
    }
    if definition.kind == Kind::Choice {
        return random.pick(&options).cloned().into_iter().collect();
    }
    // All but one or two, in their own order, as with working days.
    for _ in 0..random.between(1, 2) {
        options.remove(random.below(options.len()));
    }
    options
}
