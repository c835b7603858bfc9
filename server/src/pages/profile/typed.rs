//! What stands in the fields of a form, as text: read from a profile to be shown, or from a request to be saved. Pages
//! are always drawn from this, so what was typed comes back exactly when it could not be saved.

use domain::people::fields::Definition;
use domain::people::{Availability, Entry, FieldKey, Label, Person, ProfileEdit, Seen, Source, Value};
use domain::{Audience, FieldError};

/// A place in the form: the name, or a field of the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    Name,
    Field(FieldKey),
}

impl Slot {
    /// Every slot of this instance but the skills, which have a page of their own.
    pub fn all(definitions: &[Definition]) -> Vec<Self> {
        let standard = FieldKey::STANDARD.into_iter().filter(|key| *key != FieldKey::Skills).map(Self::Field);
        let custom = definitions.iter().map(|field| Self::Field(FieldKey::Custom(field.id)));
        [Self::Name].into_iter().chain(standard).chain(custom).collect()
    }

    /// Reads a name from an address or a form.
    pub fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("custom-") {
            _ if text == "name" => Some(Self::Name),
            Some(id) => id.parse().ok().map(FieldKey::Custom).map(Self::Field),
            None => text.parse().ok().map(Self::Field),
        }
    }

    /// The name in forms and addresses, and the id on the page. A colon would need escaping in both.
    pub fn html(self) -> String {
        self.house().replace(':', "-")
    }

    /// The name by which the house calls it.
    pub fn house(self) -> String {
        match self {
            Self::Name => "name".to_owned(),
            Self::Field(key) => key.to_string(),
        }
    }
}

/// The pairs of a form, in order.
#[derive(Clone, Debug, Default)]
pub struct Typed(pub Vec<(String, String)>);

impl Typed {
    /// A form filled with what is stored.
    pub fn of(person: &Person, slots: &[Slot]) -> Self {
        let seen = Seen::of(person);
        let mut typed = Self::default();
        for slot in slots {
            typed.fill(*slot, person);
            typed.put(&format!("seen-{}", slot.html()), seen.mark(&slot.house()));
        }
        typed
    }

    fn fill(&mut self, slot: Slot, person: &Person) {
        let name = slot.html();
        let Slot::Field(key) = slot else { return self.put(&name, &person.name) };
        let entry = person.profile.fields.get(&key);
        for text in entry.map(|entry| texts_of(&entry.value)).unwrap_or_default() {
            self.put(&name, &text);
        }
        let audience = entry.map_or(key.default_audience(), |entry| entry.audience);
        self.put(&format!("audience-{name}"), audience.as_str());
    }

    fn put(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    /// The first value of a name; empty when it was not sent.
    pub fn first(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// All values of a name.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let name = name.to_owned();
        self.0.iter().filter(move |(key, _)| *key == name).map(|(_, value)| value.as_str())
    }

    /// The audience that stands beside a field.
    pub fn audience(&self, slot: Slot) -> Option<Audience> {
        let Slot::Field(key) = slot else { return None };
        let word = self.first(&format!("audience-{}", slot.html())).to_owned();
        Some(Audience::parse(&word).unwrap_or(key.default_audience()))
    }

    /// For a form that does not ask who sees its fields: they keep the audience they have.
    pub fn keep_audiences(&mut self, person: &Person, slots: &[Slot]) {
        for slot in slots {
            let name = format!("audience-{}", slot.html());
            let Slot::Field(key) = slot else { continue };
            let stored =
                person.profile.fields.get(key).map_or(key.default_audience(), |entry| entry.audience);
            self.0.retain(|(sent, _)| *sent != name);
            self.put(&name, stored.as_str());
        }
    }

    /// After a clash: the next save means what is stored now, so that saving again decides.
    pub fn accept(&mut self, slot: Slot, person: &Person) {
        let name = format!("seen-{}", slot.html());
        self.0.retain(|(key, _)| *key != name);
        self.put(&name, Seen::of(person).mark(&slot.house()));
    }

    /// The edit that these slots of the form ask for, and what the form had shown.
    pub fn read(&self, slots: &[Slot]) -> Result<(ProfileEdit, Seen), Vec<FieldError>> {
        let (mut edit, mut seen, mut errors) = (ProfileEdit::default(), Seen::default(), Vec::new());
        for slot in slots {
            let mark = self.all(&format!("seen-{}", slot.html())).next().map(str::to_owned);
            seen.0.extend(mark.map(|mark| (slot.house(), mark)));
            match slot {
                Slot::Name => edit.name = Some(self.first("name").to_owned()),
                Slot::Field(key) => match self.entry(*key) {
                    Ok(entry) => edit.fields.push((*key, entry)),
                    Err(error) => errors.push(error),
                },
            }
        }
        if errors.is_empty() { Ok((edit, seen)) } else { Err(errors) }
    }

    fn entry(&self, key: FieldKey) -> Result<Option<Entry>, FieldError> {
        let name = Slot::Field(key).html();
        let word = self.all(&format!("audience-{name}")).next().map(str::to_owned);
        let audience = word.map_or(Some(key.default_audience()), |word| Audience::parse(&word));
        let audience = audience.ok_or_else(|| FieldError::new(key.to_string(), "error-audience"))?;
        let value = self.value(key, &name)?;
        Ok(value.map(|value| Entry { value, audience, source: Source::Person }))
    }

    fn value(&self, key: FieldKey, name: &str) -> Result<Option<Value>, FieldError> {
        let all = || self.all(name).filter(|text| !text.trim().is_empty());
        let first = || all().next();
        Ok(match key {
            FieldKey::CanMentor => first().map(|_| Value::Flag(true)),
            FieldKey::Availability => match first() {
                None => None,
                Some(word) => {
                    let parsed = Availability::parse(word).map(Value::Availability);
                    Some(parsed.ok_or_else(|| FieldError::new(key.to_string(), "error-choice"))?)
                }
            },
            FieldKey::Languages => Some(Value::Languages(distinct(all()))),
            FieldKey::Custom(_) => {
                let values = all().map(|text| Label { nl: text.to_owned(), en: text.to_owned() }).collect();
                // The label comes from the definition when the edit is settled.
                Some(Value::Custom { label: Label::default(), values })
            }
            _ => first().map(|text| Value::Text(text.to_owned())),
        })
    }
}

fn distinct<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for text in texts {
        if !kept.iter().any(|one| one == text) {
            kept.push(text.to_owned());
        }
    }
    kept
}

/// A value as the texts of its form fields.
fn texts_of(value: &Value) -> Vec<String> {
    match value {
        Value::Text(text) => vec![text.clone()],
        Value::Flag(is_on) => is_on.then(|| "yes".to_owned()).into_iter().collect(),
        Value::Availability(value) => vec![value.as_str().to_owned()],
        Value::Languages(codes) => codes.clone(),
        Value::Skills(_) => Vec::new(),
        // Choices are told apart by their Dutch name, whatever language the page speaks.
        Value::Custom { values, .. } => values.iter().map(|value| value.nl.clone()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::FieldId;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        Typed(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn slots_have_a_name_without_a_colon_and_back() {
        let custom = Slot::Field(FieldKey::Custom(FieldId(uuid::Uuid::from_u128(7))));
        for slot in Slot::all(&[]).into_iter().chain([custom]) {
            assert!(!slot.html().contains(':'));
            assert_eq!(Slot::parse(&slot.html()), Some(slot));
        }
        for strange in ["", "custom-", "custom-x", "job title", "seen-name"] {
            assert_eq!(Slot::parse(strange), None, "{strange}");
        }
    }

    #[test]
    fn a_form_is_read_field_by_field() {
        let form = typed(&[
            ("place", "Utrecht"),
            ("audience-place", "public"),
            ("seen-place", "abc"),
            ("can_mentor", "yes"),
            ("availability", "limited"),
            ("languages", "nl"),
            ("languages", ""),
            ("languages", "en"),
            ("languages", "nl"),
        ]);
        let (edit, seen) = form.read(&Slot::all(&[])).unwrap();
        let of =
            |key| edit.fields.iter().find(|(field, _)| *field == key).and_then(|(_, entry)| entry.clone());
        let place = of(FieldKey::Place).unwrap();
        assert_eq!((place.value, place.audience), (Value::Text("Utrecht".into()), Audience::Public));
        assert_eq!(of(FieldKey::CanMentor).unwrap().value, Value::Flag(true));
        assert_eq!(of(FieldKey::Availability).unwrap().value, Value::Availability(Availability::Limited));
        assert_eq!(of(FieldKey::Languages).unwrap().value, Value::Languages(vec!["nl".into(), "en".into()]));
        assert_eq!(of(FieldKey::Telephone), None);
        assert_eq!(seen.mark("place"), "abc");
    }

    #[test]
    fn what_no_form_of_ours_sends_is_refused() {
        for (name, value) in [("availability", "always"), ("audience-place", "everyone")] {
            let form = typed(&[("place", "Utrecht"), (name, value)]);
            assert_eq!(form.read(&Slot::all(&[])).unwrap_err().len(), 1, "{name}");
        }
    }
}
