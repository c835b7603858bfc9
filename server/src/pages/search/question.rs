//! What is asked of the search, as it stands in the address: `?q=woo&in=mine&kind=posts&type=question&period=month`.
//!
//! Reading is forgiving: what makes no sense is left out, so that the rest is still answered, and everything is bounded.

use domain::GroupId;
use domain::items::Kind;
use search::published::{Cursor, Filters, Order, Period, Query, Scope, Sort};
use url::form_urlencoded;

/// Things on one page.
pub const PAGE: usize = 20;
/// More values than this in an address are not from our form.
const VALUES_MAX: usize = 40;
const VALUE_BYTES_MAX: usize = 300;
const TEXT_LETTERS_MAX: usize = 200;

/// What is looked for, as the tabs have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kin {
    Networks,
    Posts,
    Comments,
    Files,
    Wiki,
}

impl Kin {
    pub const ALL: [Self; 5] = [Self::Networks, Self::Posts, Self::Comments, Self::Files, Self::Wiki];

    /// The word in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Networks => "networks",
            Self::Posts => "posts",
            Self::Comments => "comments",
            Self::Files => "files",
            Self::Wiki => "wiki",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kin| kin.as_str() == word)
    }

    pub fn holds(self, sort: Sort) -> bool {
        self == match sort {
            Sort::Group => Self::Networks,
            Sort::Item(Kind::File) | Sort::File => Self::Files,
            Sort::Item(_) => Self::Posts,
            Sort::Comment | Sort::Answer => Self::Comments,
            Sort::Page | Sort::Passages => Self::Wiki,
        }
    }

    fn sorts(self) -> Vec<Sort> {
        Sort::ALL.into_iter().filter(|sort| self.holds(*sort)).collect()
    }
}

/// A question with its filters and the place in the answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    pub text: String,
    pub scope: Scope,
    pub kin: Option<Kin>,
    pub order: Order,
    /// Of sorts only those that were ticked.
    pub filters: Filters,
    pub after: Option<Cursor>,
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
            "in" => self.scope = scope(value),
            "kind" => self.kin = Kin::parse(value),
            "order" => self.order = if value == "newest" { Order::Newest } else { Order::Best },
            "after" => self.after = Cursor::parse(value),
            "type" => add(&mut filters.sorts, Sort::parse(value)),
            "group" => add(&mut filters.groups, value.parse().ok()),
            "author" => add(&mut filters.authors, value.parse().ok()),
            "subject" => add(&mut filters.subjects, text(value)),
            "language" => add(&mut filters.languages, text(value)),
            "period" => filters.period = Period::parse(value),
            _ => {}
        }
    }

    /// The same as a query string, as our form would write it.
    pub fn query(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        if !self.text.is_empty() {
            out.append_pair("q", &self.text);
        }
        if self.scope != Scope::Everything {
            out.append_pair("in", &self.scope_word());
        }
        if let Some(kin) = self.kin {
            out.append_pair("kind", kin.as_str());
        }
        if self.order == Order::Newest {
            out.append_pair("order", "newest");
        }
        for (name, value) in self.chosen() {
            out.append_pair(name, &value);
        }
        if let Some(after) = self.after {
            out.append_pair("after", &after.to_string());
        }
        out.finish()
    }

    /// Where this question is answered.
    pub fn href(&self) -> String {
        match self.query().as_str() {
            "" => "/search".into(),
            query => format!("/search?{query}"),
        }
    }

    /// The scope as it stands in the form.
    pub fn scope_word(&self) -> String {
        match self.scope {
            Scope::Everything => "everything".to_owned(),
            Scope::Mine => "mine".to_owned(),
            Scope::Group(id) => id.to_string(),
        }
    }

    /// Nothing asked and nothing chosen: the page shows where one may begin.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.filters.is_empty() && self.kin.is_none()
    }

    pub fn is_newest(&self) -> bool {
        self.order == Order::Newest
    }

    /// Within one of the tabs; none for all of them. What belongs to another tab is let go.
    pub fn of_kin(&self, kin: Option<Kin>) -> Self {
        let mut question = Self { kin, after: None, ..self.clone() };
        if let Some(kin) = kin {
            question.filters.sorts.retain(|sort| kin.holds(*sort));
        }
        question
    }

    /// The same question elsewhere.
    pub fn within(&self, scope: Scope) -> Self {
        Self { scope, after: None, ..self.clone() }
    }

    /// The same question with one filter value fewer.
    pub fn without(&self, name: &str, value: &str) -> Self {
        let mut less = self.words_alone();
        for (other, kept) in
            self.chosen().into_iter().filter(|(other, kept)| (*other, kept.as_str()) != (name, value))
        {
            less.take(other, &kept);
        }
        less
    }

    /// The same words in the same place without any filter.
    pub fn words_alone(&self) -> Self {
        Self { filters: Filters::default(), after: None, ..self.clone() }
    }

    /// From a place of the answer on; none for its beginning.
    pub fn from(&self, after: Option<Cursor>) -> Self {
        Self { after, ..self.clone() }
    }

    /// Name and value of each filter chosen, as they stand in the address.
    pub fn chosen(&self) -> Vec<(&'static str, String)> {
        let filters = &self.filters;
        let sorts = filters.sorts.iter().map(|sort| ("type", sort.as_str().to_owned()));
        let groups = filters.groups.iter().map(|id| ("group", id.to_string()));
        let authors = filters.authors.iter().map(|id| ("author", id.to_string()));
        let subjects = filters.subjects.iter().map(|uri| ("subject", uri.clone()));
        let languages = filters.languages.iter().map(|tag| ("language", tag.clone()));
        let period = filters.period.map(|period| ("period", period.as_str().to_owned()));
        sorts.chain(groups).chain(authors).chain(subjects).chain(languages).chain(period).collect()
    }

    /// For the engine.
    pub fn to_engine(&self) -> Query {
        let ticked = &self.filters.sorts;
        let sorts = match self.kin {
            Some(kin) if ticked.is_empty() => kin.sorts(),
            _ => ticked.clone(),
        };
        Query {
            text: self.text.clone(),
            scope: self.scope,
            filters: Filters { sorts, ..self.filters.clone() },
            order: self.order,
            after: self.after,
            limit: PAGE,
        }
    }
}

fn scope(value: &str) -> Scope {
    match value {
        "mine" => Scope::Mine,
        _ => value.parse().map_or(Scope::Everything, |id: GroupId| Scope::Group(id)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_and_written_the_same() {
        let query = "q=woo+verzoek&in=mine&kind=posts&order=newest&type=question&subject=urn%3A1&language=nl&period=month&after=3f-018f6a7e-0000-7000-8000-000000000000";
        let question = Question::read(query);
        assert_eq!(question.text, "woo verzoek");
        assert_eq!((question.scope, question.kin), (Scope::Mine, Some(Kin::Posts)));
        assert_eq!(question.query(), query);
        assert_eq!(question.without("type", "question").filters.sorts, []);
        assert_eq!(question.words_alone().query(), "q=woo+verzoek&in=mine&kind=posts&order=newest");
    }

    #[test]
    fn what_makes_no_sense_is_left_out_and_everything_is_bounded() {
        let question =
            Question::read("q=%20ok%00&in=x&kind=y&type=z&period=always&after=1&group=g&colour=red");
        assert_eq!(question, Question { text: "ok".into(), ..Question::default() });
        let many: String = (0..1000).map(|n| format!("subject=u{n}&")).collect();
        assert_eq!(Question::read(&many).filters.subjects.len(), VALUES_MAX);
        assert_eq!(Question::read(&format!("q={}", "é".repeat(300))).text.chars().count(), TEXT_LETTERS_MAX);
    }

    #[test]
    fn a_tab_takes_along_only_what_belongs_to_it() {
        let question = Question::read("q=woo&kind=posts&type=question&period=week");
        assert_eq!(question.of_kin(Some(Kin::Files)).query(), "q=woo&kind=files&period=week");
        assert_eq!(question.to_engine().filters.sorts, [Sort::Item(Kind::Question)]);
        assert_eq!(Question::read("kind=comments").to_engine().filters.sorts, [Sort::Answer, Sort::Comment]);
    }
}
