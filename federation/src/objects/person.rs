//! People: a view of ours as the wire has it, theirs as the house keeps it.
//!
//! What leaves is exactly the view at level `network`, or `public` for strangers: consent is enforced where
//! the view is made. What arrives is plain text, cleaned and bounded; HTML is never read.

use std::collections::BTreeMap;

use domain::audience::Audience;
use domain::people::replica::{Site, Snapshot, Stub};
use domain::people::{
    Availability, Entry, FieldKey, Label, PersonView, Profile, Scope, Skill, SkillLevel, Source, Value,
    check, consent,
};
use domain::principal::Affiliation;
use url::Url;

use super::Disbelief;
use crate::urls::{Urls, is_of_origin};
use crate::wire::{self, LanguageMap};

const ADDRESS_CHARS_MAX: usize = 500;

/// One of our people as others may see him.
pub fn to_wire(view: &PersonView, urls: &Urls) -> wire::Person {
    let fields = &view.fields;
    let text = |key| fields.text(key).map(str::to_owned);
    wire::Person {
        id: view.ap_id.clone(),
        kind: "Person".into(),
        preferred_username: view.handle.clone(),
        name: view.name.clone(),
        inbox: urls.inbox(),
        outbox: urls.outbox(),
        endpoints: Some(wire::Endpoints { shared_inbox: urls.inbox() }),
        url: Some(urls.person_page(view.id)),
        discoverable: true,
        indexable: view.scope == Scope::Public,
        updated: Some(view.updated_at.to_rfc3339()),
        icon: view.photo.as_ref().map(|digest| icon(view, digest, urls)),
        summary: text(FieldKey::About).map(|about| html(&about)),
        about: text(FieldKey::About),
        ask_me_about: text(FieldKey::AskMeAbout),
        pronouns: text(FieldKey::Pronouns),
        job_title: text(FieldKey::JobTitle),
        unit: text(FieldKey::Unit),
        works_for: Some(employer(view)),
        work_location: text(FieldKey::Place).map(|name| wire::NamedPlace { kind: "Place".into(), name }),
        telephone: text(FieldKey::Telephone),
        email: text(FieldKey::Mail),
        knows_about: fields.skills().iter().map(term).collect(),
        knows_language: fields.languages().to_vec(),
        availability: fields.availability().map(|value| value.as_str().to_owned()),
        can_mentor: fields.0.contains_key(&FieldKey::CanMentor).then(|| fields.flag(FieldKey::CanMentor)),
        affiliation: Some(affiliation_word(view.affiliation).to_owned()),
        fields: fields.custom().map(|(id, label, values)| custom(&id.to_string(), label, values)).collect(),
        consent: Some(wire::Consent {
            scope: view.scope.as_str().to_owned(),
            version: consent::TEXT_VERSION,
            fields: fields.0.keys().map(FieldKey::to_string).collect(),
        }),
        ..wire::Person::default()
    }
}

fn icon(view: &PersonView, digest: &str, urls: &Urls) -> wire::Image {
    wire::Image {
        kind: "Image".into(),
        media_type: "image/jpeg".into(),
        url: urls.photo(view.id, digest),
        sha_256: digest.to_owned(),
    }
}

fn employer(view: &PersonView) -> wire::Organization {
    wire::Organization {
        kind: "Organization".into(),
        id: view.organisation_uri.clone(),
        name: view.organisation.clone(),
    }
}

fn term(skill: &Skill) -> wire::Term {
    wire::Term {
        kind: "DefinedTerm".into(),
        id: skill.uri.clone(),
        name_map: LanguageMap { nl: skill.nl.clone(), en: skill.en.clone() },
        level: Some(skill.level.as_str().to_owned()),
    }
}

fn custom(id: &str, label: &Label, values: &[Label]) -> wire::CustomField {
    let map = |label: &Label| LanguageMap { nl: label.nl.clone(), en: label.en.clone() };
    wire::CustomField { id: id.to_owned(), name_map: map(label), values: values.iter().map(map).collect() }
}

/// Whether an address is of a length that we keep.
pub(super) fn is_short_address(address: &str) -> bool {
    !address.is_empty() && address.len() <= ADDRESS_CHARS_MAX
}

/// A speaker in a group: name and employer, which his instance says of him. The host gives what the actor says.
pub fn stub(
    person: &wire::Person,
    origin: &Url,
    host: &str,
    organisation: Option<&str>,
) -> Result<Stub, Disbelief> {
    if person.kind != "Person" || !is_of_origin(&person.id, origin) || !is_short_address(&person.id) {
        return Err(Disbelief::Foreign { what: person.id.clone(), origin: origin.to_string() });
    }
    let employer = person.works_for.as_ref();
    let named = organisation.or(employer.map(|employer| employer.name.as_str())).unwrap_or(host);
    Ok(Stub {
        ap_id: person.id.clone(),
        handle: handle(&person.preferred_username)?,
        name: check::name(&person.name).map_err(|_| Disbelief::Unreadable("name"))?,
        affiliation: affiliation(person.affiliation.as_deref()),
        site: Site {
            host: host.to_owned(),
            base_url: origin.as_str().trim_end_matches('/').to_owned(),
            organisation: check::name(named).map_err(|_| Disbelief::Unreadable("worksFor"))?,
            organisation_uri: employer
                .and_then(|employer| employer.id.clone())
                .filter(|uri| uri.len() <= 500),
        },
    })
}

/// Plain text as the HTML that other software expects: escaped, one paragraph per block.
pub(crate) fn html(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    escaped.split("\n\n").map(|block| format!("<p>{}</p>", block.trim().replace('\n', "<br>"))).collect()
}

pub(super) fn affiliation_word(affiliation: Affiliation) -> &'static str {
    match affiliation {
        Affiliation::Staff => "staff",
        Affiliation::External => "external",
        Affiliation::Guest => "guest",
    }
}

/// A person of `origin`, in the state the origin's feed calls `version`. Whatever does not belong to the
/// origin, or was not consented to, is not believed; whatever has a strange form is left out.
pub fn from_wire(person: wire::Person, origin: &Url, version: i64) -> Result<Snapshot, Disbelief> {
    if person.kind != "Person" {
        return Err(Disbelief::Kind(person.id));
    }
    if !is_of_origin(&person.id, origin) || person.id.len() > ADDRESS_CHARS_MAX {
        return Err(Disbelief::Foreign { what: person.id, origin: origin.to_string() });
    }
    let consent = person.consent.as_ref().ok_or(Disbelief::NoConsent)?;
    let scope = match Scope::parse(&consent.scope) {
        Some(scope @ (Scope::Network | Scope::Public)) => scope,
        _ => return Err(Disbelief::NoConsent),
    };
    Ok(Snapshot {
        name: check::name(&person.name).map_err(|_| Disbelief::Unreadable("name"))?,
        handle: handle(&person.preferred_username)?,
        affiliation: affiliation(person.affiliation.as_deref()),
        photo: person.icon.as_ref().and_then(|icon| photo(icon, origin)),
        profile: profile(&person),
        ap_id: person.id,
        scope,
        version,
        left_out: Vec::new(),
    })
}

/// A handle is shown and searched, never a path: letters, digits, dots and dashes only (CVE-2023-36461's cousin
/// `../../` in a name goes nowhere).
pub(super) fn handle(text: &str) -> Result<String, Disbelief> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let fits =
        !text.is_empty() && text.chars().count() <= 64 && text.chars().all(plain) && !text.contains("..");
    if fits { Ok(text.to_owned()) } else { Err(Disbelief::Unreadable("preferredUsername")) }
}

/// Unknown words count as the least trusted.
fn affiliation(word: Option<&str>) -> Affiliation {
    match word {
        Some("staff") => Affiliation::Staff,
        Some("external") => Affiliation::External,
        _ => Affiliation::Guest,
    }
}

/// Digest and address of a picture that lies at its origin.
pub(super) fn photo(icon: &wire::Image, origin: &Url) -> Option<(String, String)> {
    let is_digest = icon.sha_256.len() == 64 && icon.sha_256.bytes().all(|b| b.is_ascii_hexdigit());
    let fits = is_digest && icon.url.len() <= ADDRESS_CHARS_MAX && is_of_origin(&icon.url, origin);
    fits.then(|| (icon.sha_256.to_ascii_lowercase(), icon.url.clone()))
}

fn profile(person: &wire::Person) -> Profile {
    let line = |text: &Option<String>| {
        text.as_deref()
            .map(check::line)
            .filter(|text| is_within(text, check::LINE_CHARS_MAX))
            .map(Value::Text)
    };
    let block = |text: &Option<String>| {
        let clean = text.as_deref().map(check::paragraphs);
        clean.filter(|text| is_within(text, check::TEXT_CHARS_MAX)).map(Value::Text)
    };
    let place = person.work_location.as_ref().map(|place| place.name.clone());
    let availability = person.availability.as_deref().and_then(Availability::parse);
    let values = [
        (FieldKey::About, block(&person.about)),
        (FieldKey::AskMeAbout, block(&person.ask_me_about)),
        (FieldKey::Pronouns, line(&person.pronouns)),
        (FieldKey::JobTitle, line(&person.job_title)),
        (FieldKey::Unit, line(&person.unit)),
        (FieldKey::Place, line(&place)),
        (FieldKey::Telephone, line(&person.telephone)),
        (FieldKey::Mail, line(&person.email).filter(is_mail)),
        (FieldKey::Languages, languages(&person.knows_language)),
        (FieldKey::Skills, skills(&person.knows_about)),
        (FieldKey::Availability, availability.map(Value::Availability)),
        (FieldKey::CanMentor, person.can_mentor.map(Value::Flag)),
    ];
    let standard = values.into_iter().filter_map(|(key, value)| Some((key, value?)));
    let all = standard.chain(person.fields.iter().take(check::CUSTOM_FIELDS_MAX).filter_map(custom_value));
    Profile { fields: all.map(|(key, value)| (key, entry(value))).collect::<BTreeMap<_, _>>() }
}

/// What came from a peer is for signed-in people here, whatever wider audience it has at its origin.
fn entry(value: Value) -> Entry {
    Entry { value, audience: Audience::Network, source: Source::Origin }
}

fn is_within(text: &str, chars_max: usize) -> bool {
    !text.is_empty() && text.chars().count() <= chars_max
}

fn is_mail(value: &Value) -> bool {
    matches!(value, Value::Text(text) if check::is_mail_like(text))
}

fn languages(codes: &[String]) -> Option<Value> {
    let is_code =
        |code: &&String| (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
    let codes: Vec<String> = codes.iter().filter(is_code).take(check::LANGUAGES_MAX).cloned().collect();
    (!codes.is_empty()).then_some(Value::Languages(codes))
}

fn skills(terms: &[wire::Term]) -> Option<Value> {
    let mut skills: Vec<Skill> = Vec::new();
    for skill in terms.iter().filter_map(skill) {
        if skills.len() < check::SKILLS_MAX && skills.iter().all(|known| known.uri != skill.uri) {
            skills.push(skill);
        }
    }
    (!skills.is_empty()).then_some(Value::Skills(skills))
}

fn skill(term: &wire::Term) -> Option<Skill> {
    // The address becomes a link and a search term: the web or a name, nothing that runs (`javascript:`).
    let is_address = Url::parse(&term.id).is_ok_and(|url| matches!(url.scheme(), "https" | "http" | "urn"));
    let label = label(&term.name_map)?;
    (is_address && term.id.len() <= ADDRESS_CHARS_MAX).then(|| Skill {
        uri: term.id.clone(),
        nl: label.nl,
        en: label.en,
        level: term.level.as_deref().and_then(SkillLevel::parse).unwrap_or(SkillLevel::Basic),
    })
}

/// Both names, one standing in for the other where it is missing.
fn label(map: &LanguageMap) -> Option<Label> {
    let clean = |text: &str| Some(check::line(text)).filter(|text| is_within(text, check::LINE_CHARS_MAX));
    let (nl, en) = (clean(&map.nl), clean(&map.en));
    Some(Label { nl: nl.clone().or_else(|| en.clone())?, en: en.or(nl)? })
}

fn custom_value(field: &wire::CustomField) -> Option<(FieldKey, Value)> {
    let key = FieldKey::Custom(field.id.parse().ok()?);
    let values: Vec<Label> = field.values.iter().filter_map(label).take(check::CUSTOM_VALUES_MAX).collect();
    (!values.is_empty()).then_some((key, Value::Custom { label: label(&field.name_map)?, values }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::people::VisibleFields;
    use domain::{FieldId, InstanceId, OrganisationId, PersonId, Timestamp};
    use serde_json::json;
    use uuid::Uuid;

    fn origin() -> Url {
        "https://gelderland.example".parse().unwrap()
    }

    fn view() -> PersonView {
        let text = |text: &str| Value::Text(text.into());
        let label = |nl: &str, en: &str| Label { nl: nl.into(), en: en.into() };
        let skill = Skill {
            uri: "https://plein.example/concept/omgevingswet".into(),
            nl: "Omgevingswet".into(),
            en: "Environment and Planning Act".into(),
            level: SkillLevel::Expert,
        };
        let custom =
            Value::Custom { label: label("Vloer", "Floor"), values: vec![label("Tweede", "Second")] };
        let fields = [
            (FieldKey::JobTitle, text("Beleidsmedewerker ruimte")),
            (FieldKey::About, text("Regels & <b>kaarten</b>\n\nTweede alinea")),
            (FieldKey::Mail, text("anne@gelderland.example")),
            (FieldKey::Languages, Value::Languages(vec!["nl".into(), "en".into()])),
            (FieldKey::Skills, Value::Skills(vec![skill])),
            (FieldKey::Availability, Value::Availability(Availability::Limited)),
            (FieldKey::CanMentor, Value::Flag(true)),
            (FieldKey::Custom(FieldId(Uuid::nil())), custom),
        ];
        PersonView {
            id: PersonId(Uuid::nil()),
            ap_id: "https://gelderland.example/ap/person/1".into(),
            handle: "anne.smit".into(),
            name: "Anne Smit".into(),
            sort_name: "smit anne".into(),
            affiliation: Affiliation::Staff,
            instance_id: InstanceId(Uuid::nil()),
            organisation_id: OrganisationId(Uuid::nil()),
            organisation: "Provincie Gelderland".into(),
            organisation_uri: None,
            host: "gelderland.example".into(),
            is_local: true,
            scope: Scope::Network,
            version: 7,
            photo: Some("ab".repeat(32)),
            fields: VisibleFields(fields.into()),
            confirmed_at: None,
            updated_at: Timestamp::from_seconds(1_793_523_600),
        }
    }

    fn document() -> serde_json::Value {
        serde_json::to_value(to_wire(&view(), &Urls::new("https://gelderland.example").unwrap())).unwrap()
    }

    fn read(document: serde_json::Value) -> Result<Snapshot, Disbelief> {
        from_wire(serde_json::from_value(document).unwrap(), &origin(), 7)
    }

    fn changed(pointer: &str, value: serde_json::Value) -> Result<Snapshot, Disbelief> {
        let mut document = document();
        *document.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
        read(document)
    }

    #[test]
    fn a_person_arrives_as_he_left() {
        let (snapshot, view) = (read(document()).unwrap(), view());
        assert_eq!((snapshot.name, snapshot.handle, snapshot.scope), (view.name, view.handle, view.scope));
        let values: BTreeMap<_, _> =
            snapshot.profile.fields.into_iter().map(|(key, entry)| (key, entry.value)).collect();
        assert_eq!(values, view.fields.0);
        assert_eq!(snapshot.photo.unwrap().0, "ab".repeat(32));
    }

    #[test]
    fn text_becomes_html_for_others_and_never_comes_back_as_such() {
        assert_eq!(
            document()["summary"],
            "<p>Regels &amp; &lt;b&gt;kaarten&lt;/b&gt;</p><p>Tweede alinea</p>"
        );
        let evil = changed("/summary", json!("<script>alert(1)</script>")).unwrap();
        assert!(!format!("{evil:?}").contains("script"));
    }

    #[test]
    fn consent_and_origin_are_asked_first() {
        assert_eq!(changed("/consent", json!(null)).unwrap_err(), Disbelief::NoConsent);
        for scope in ["none", "organisation", "everyone", ""] {
            assert_eq!(changed("/consent/scope", json!(scope)).unwrap_err(), Disbelief::NoConsent);
        }
        for id in ["https://evil.example/ap/person/1", "http://gelderland.example/ap/person/1", "x"] {
            assert!(matches!(changed("/id", json!(id)), Err(Disbelief::Foreign { .. })), "{id}");
        }
        assert!(matches!(changed("/type", json!("Group")), Err(Disbelief::Kind(_))));
    }

    #[test]
    fn strange_values_are_left_out_and_the_person_stays() {
        let lost = |pointer: &str, value: serde_json::Value, key: FieldKey| {
            assert!(!changed(pointer, value).unwrap().profile.fields.contains_key(&key), "{pointer}");
        };
        lost("/jobTitle", json!("x".repeat(201)), FieldKey::JobTitle);
        lost("/jobTitle", json!("\u{202e}\u{0}"), FieldKey::JobTitle);
        lost("/email", json!("javascript:alert(1)"), FieldKey::Mail);
        lost("/knowsAbout/0/id", json!("javascript:alert(1)"), FieldKey::Skills);
        lost("/knowsAbout/0/nameMap", json!({}), FieldKey::Skills);
        lost("/knowsLanguage", json!(["<b>", "NL", "a"]), FieldKey::Languages);
        lost("/availability", json!("sometimes"), FieldKey::Availability);
        assert_eq!(changed("/icon/url", json!("https://evil.example/x.jpg")).unwrap().photo, None);
        assert_eq!(changed("/icon/sha256", json!("../../etc/passwd")).unwrap().photo, None);
        for handle in ["../../etc", "", "a b", "<b>", "a/b"] {
            assert!(changed("/preferredUsername", json!(handle)).is_err(), "{handle}");
        }
    }

    #[test]
    fn lists_are_cut_to_what_a_profile_may_hold() {
        let terms: Vec<_> = (0..10_000)
            .map(|n| json!({ "type": "DefinedTerm", "id": format!("urn:x:{n}"), "nameMap": { "nl": "x" } }))
            .collect();
        let snapshot = changed("/knowsAbout", json!(terms)).unwrap();
        let Value::Skills(skills) = &snapshot.profile.fields[&FieldKey::Skills].value else { panic!() };
        assert_eq!(skills.len(), check::SKILLS_MAX);
        assert!(check::profile(&snapshot.profile).is_ok());
    }
}
