//! What is asked of the people search, as it stands in the address: `?q=woo&skill=…&skill=…&mentor=yes&page=2`.
//!
//! Reading is forgiving: an address is often old, shortened or typed. What makes no sense is left out, so that the
//! rest is still answered, and everything is bounded.

use domain::people::Availability;
use search::query::REACH_MAX;
use search::{Filters, Near, PeopleQuery};
use url::form_urlencoded;
use uuid::Uuid;

/// People on one page.
pub const PAGE: usize = 20;
/// More values than this in an address are not from our form.
const VALUES_MAX: usize = 40;
const VALUE_BYTES_MAX: usize = 300;
const TEXT_LETTERS_MAX: usize = 200;

/// A question with its filters and the page of the answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    pub text: String,
    pub filters: Filters,
    /// Colleagues near the searcher first.
    pub is_near: bool,
    /// The first is 0.
    pub page: usize,
}

impl Question {
    /// Reads the query string of an address.
    pub fn read(query: &str) -> Self {
        let mut question = Self::default();
        let pairs = form_urlencoded::parse(query.as_bytes()).take(VALUES_MAX);
        for (name, value) in
            pairs.filter(|(_, value)| value.len() <= VALUE_BYTES_MAX.max(TEXT_LETTERS_MAX * 4))
        {
            question.take(&name, value.trim());
        }
        question
    }

    fn take(&mut self, name: &str, value: &str) {
        let filters = &mut self.filters;
        match name {
            "q" => {
                self.text = value.chars().filter(|sign| !sign.is_control()).take(TEXT_LETTERS_MAX).collect()
            }
            "near" => self.is_near = value == "yes",
            "page" => self.page = value.parse().unwrap_or(1_usize).clamp(1, REACH_MAX / PAGE) - 1,
            "mentor" => filters.can_mentor = value == "yes",
            "organisation" => add(&mut filters.organisations, value.parse::<Uuid>().ok()),
            "availability" => add(&mut filters.availability, Availability::parse(value)),
            "unit" => add(&mut filters.units, text(value)),
            "place" => add(&mut filters.places, text(value)),
            "skill" => add(&mut filters.skills, text(value)),
            "language" => add(&mut filters.languages, text(value)),
            "field" => add(
                &mut filters.custom,
                value.split_once(':').and_then(|(id, value)| Some((text(id)?, text(value)?))),
            ),
            _ => {}
        }
    }

    /// The same as a query string, as our form would write it.
    pub fn query(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        if !self.text.is_empty() {
            out.append_pair("q", &self.text);
        }
        for (name, value) in values(&self.filters) {
            out.append_pair(name, &value);
        }
        if self.is_near {
            out.append_pair("near", "yes");
        }
        if self.page > 0 {
            out.append_pair("page", &(self.page + 1).to_string());
        }
        out.finish()
    }

    /// Where this question is answered.
    pub fn href(&self) -> String {
        match self.query().as_str() {
            "" => "/people".into(),
            query => format!("/people?{query}"),
        }
    }

    /// Nothing asked and nothing chosen: the page shows where one may begin.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.filters.is_empty()
    }

    /// The same question with one filter value fewer.
    pub fn without(&self, name: &str, value: &str) -> Self {
        let mut less = Self { text: self.text.clone(), is_near: self.is_near, ..Self::default() };
        for (other, kept) in
            values(&self.filters).filter(|(other, kept)| (*other, kept.as_str()) != (name, value))
        {
            less.take(other, &kept);
        }
        less
    }

    /// The same words without any filter.
    pub fn words_alone(&self) -> Self {
        Self { text: self.text.clone(), is_near: self.is_near, ..Self::default() }
    }

    /// The same at every organisation, when more than one filter keeps it in one place.
    pub fn anywhere(&self) -> Option<String> {
        let Filters { organisations, units, places, .. } = &self.filters;
        let wide = Filters {
            organisations: Vec::new(),
            units: Vec::new(),
            places: Vec::new(),
            ..self.filters.clone()
        };
        let kept_in = organisations.len() + units.len() + places.len();
        (kept_in > 1).then(|| Self { filters: wide, page: 0, ..self.clone() }.href())
    }

    /// The same words, in what was written.
    pub fn written(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        format!("/search?{}", query.append_pair("q", &self.text).finish())
    }

    /// Name and value of each filter chosen, as they stand in the address.
    pub fn chosen(&self) -> Vec<(&'static str, String)> {
        values(&self.filters).collect()
    }

    /// For the engine. Who asks is set there, from the principal.
    pub fn to_engine(&self, near: Option<Near>) -> PeopleQuery {
        PeopleQuery {
            filters: self.filters.clone(),
            near: near.filter(|_| self.is_near),
            offset: self.page * PAGE,
            limit: PAGE,
            ..PeopleQuery::new(self.text.clone(), search::query::Viewer::Guest)
        }
    }
}

fn add<T: PartialEq>(values: &mut Vec<T>, value: Option<T>) {
    if let Some(value) = value.filter(|value| !values.contains(value)) {
        values.push(value);
    }
}

fn text(value: &str) -> Option<String> {
    let is_fine = !value.is_empty() && value.len() <= VALUE_BYTES_MAX && !value.contains(char::is_control);
    is_fine.then(|| value.to_owned())
}

fn values(filters: &Filters) -> impl Iterator<Item = (&'static str, String)> {
    let organisations = filters.organisations.iter().map(|id| ("organisation", id.to_string()));
    let availability = filters.availability.iter().map(|one| ("availability", one.as_str().to_owned()));
    let texts = [
        ("unit", &filters.units),
        ("place", &filters.places),
        ("skill", &filters.skills),
        ("language", &filters.languages),
    ];
    let texts =
        texts.into_iter().flat_map(|(name, values)| values.iter().map(move |value| (name, value.clone())));
    let mentor = filters.can_mentor.then(|| ("mentor", "yes".to_owned()));
    let custom = filters.custom.iter().map(|(id, value)| ("field", format!("{id}:{value}")));
    organisations.chain(texts).chain(availability).chain(mentor).chain(custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_and_written_the_same() {
        let query = "q=woo+verzoek&unit=Ruimte+%26+Wonen&skill=urn%3Askill%3A1&skill=urn%3Askill%3A2&availability=open&mentor=yes&field=7%3ARood&near=yes&page=3";
        let question = Question::read(query);
        assert_eq!(question.text, "woo verzoek");
        assert_eq!(question.filters.skills.len(), 2);
        assert_eq!((question.page, question.is_near), (2, true));
        assert_eq!(question.query(), query);
        assert_eq!(Question::read(&question.query()), question);
    }

    #[test]
    fn what_makes_no_sense_is_left_out() {
        let question = Question::read(
            "q=%20ok%00&organisation=x&availability=soon&page=-1&field=a&skill=&colour=red&near=maybe",
        );
        assert_eq!(question, Question { text: "ok".into(), ..Question::default() });
        assert!(Question::read("").is_empty() && Question::read("near=yes").is_empty());
    }

    #[test]
    fn an_address_without_end_is_bounded() {
        let many: String = (0..1000).map(|n| format!("unit=u{n}&")).collect();
        assert_eq!(Question::read(&many).filters.units.len(), VALUES_MAX);
        assert_eq!(Question::read(&format!("q={}", "é".repeat(300))).text.chars().count(), TEXT_LETTERS_MAX);
        assert_eq!(Question::read(&format!("unit={}", "x".repeat(5000))).filters.units.len(), 0);
        assert_eq!(Question::read("page=99999").page, REACH_MAX / PAGE - 1);
    }

    #[test]
    fn a_filter_can_be_let_go_alone_or_with_the_others() {
        let question = Question::read("q=woo&unit=A&unit=B&mentor=yes&page=2");
        assert_eq!(question.without("unit", "A").query(), "q=woo&unit=B&mentor=yes");
        assert_eq!(question.words_alone().query(), "q=woo");
        assert_eq!(Question::default().href(), "/people");
    }

    #[test]
    fn an_answer_may_lie_elsewhere_or_in_what_was_written() {
        let question = Question::read("q=woo&unit=A&place=Ede&mentor=yes&page=2");
        assert_eq!(question.anywhere().as_deref(), Some("/people?q=woo&mentor=yes"));
        assert_eq!(question.without("unit", "A").anywhere(), None, "letting go of that one is the same");
        assert_eq!(question.written(), "/search?q=woo");
    }
}
