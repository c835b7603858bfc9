//! From what one of ours said of an inquiry to the activity that carries it.

use domain::delivery::{Outgoing, Target};
use domain::inquiries::{self, Addition, Inquiry, Side, Word};
use domain::outbox::Event;
use domain::people::{self, Person};
use domain::{Error, InquiryId, PersonId};
use serde_json::json;

use super::BETWEEN_TWO;
use crate::door::Federation;
use crate::groups::Planned;
use crate::objects::{person, post};
use crate::wire::{Letter, Said, Source, Speaker, Verb};

/// What a word needs beyond the activity itself.
struct Saying<'a> {
    inquiry: &'a Inquiry,
    speaker: &'a Person,
    listener: &'a Person,
    /// The inquiry below our address, whoever asked.
    own: String,
}

impl Federation {
    /// What an event says to the other of the two; `None` for events of other nouns.
    pub(crate) async fn inquiry_activities(&self, event: &Event) -> Result<Option<Vec<Planned>>, Error> {
        let said = match event {
            Event::Inquired { inquiry_id, word } => self.say_of_inquiry(*inquiry_id, *word).await?,
            Event::InquiryTakenBack { question, person_id, listener, instance_id } => {
                let Some((peer, target)) = self.target_of(*instance_id).await? else {
                    return Ok(Some(Vec::new()));
                };
                self.take_back(question, *person_id, listener, (peer.host, target)).await?
            }
            _ => return Ok(None),
        };
        Ok(Some(said.into_iter().collect()))
    }

    async fn say_of_inquiry(&self, id: InquiryId, word: Word) -> Result<Option<Planned>, Error> {
        let Some(inquiry) = inquiries::load(&self.db, id).await? else { return Ok(None) };
        let Some(side) = word.speaker(&inquiry) else { return Ok(None) };
        let (Some(speaker), Some(listener)) =
            (self.someone(inquiry.person(side)).await?, self.someone(inquiry.person(side.other())).await?)
        else {
            return Ok(None);
        };
        let Some((peer, target)) = self.target_of(listener.instance_id).await? else { return Ok(None) };
        let mut said = self.says_for(&listener.ap_id, Verb::Create, json!(inquiry.ap_id));
        said.actor = Speaker::Person(Box::new(post::speaker(&speaker, &self.urls)));
        let own = self.urls.below(&format!("ap/inquiry/{id}"));
        let saying = Saying { inquiry: &inquiry, speaker: &speaker, listener: &listener, own };
        match word {
            Word::Addition { id, .. } => match inquiries::find_addition(&self.db, id).await? {
                Some(addition) => said.object = serde_json::to_value(saying.addition(&addition))?,
                None => return Ok(None),
            },
            word => saying.put(&mut said, word)?,
        }
        self.letter_of(said, &inquiry.ap_id, (peer.host, target)).map(Some)
    }

    /// Whoever is no more takes back what he said of a question; he says so without his name.
    async fn take_back(
        &self,
        question: &str,
        person: PersonId,
        listener: &str,
        to: (String, Target),
    ) -> Result<Option<Planned>, Error> {
        let Some(speaker) = self.someone(person).await? else { return Ok(None) };
        let mut said = self.says_for(listener, Verb::Delete, json!(question));
        said.actor = Speaker::Person(Box::new(post::speaker(&speaker, &self.urls)));
        self.letter_of(said, question, to).map(Some)
    }

    /// Proven, and in order with all that is said of this question.
    pub(super) fn letter_of(
        &self,
        said: Said,
        question: &str,
        (host, target): (String, Target),
    ) -> Result<Planned, Error> {
        let mut document = serde_json::to_value(&said)?;
        self.prove(&mut document, &self.keys().current)?;
        let outgoing = Outgoing {
            id: said.id,
            body: serde_json::to_vec(&document)?,
            ordering_key: format!("{BETWEEN_TWO}{question}"),
            for_host: Some(host),
            group_id: None,
        };
        Ok(Planned::from((outgoing, vec![target])))
    }

    async fn someone(&self, id: PersonId) -> Result<Option<Person>, Error> {
        match people::find(&self.db, id).await {
            Ok(person) => Ok(Some(person)),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Saying<'_> {
    fn letter(&self, id: &str, text: &str) -> Letter {
        Letter {
            id: id.to_owned(),
            kind: "Note".into(),
            attributed_to: self.speaker.ap_id.clone(),
            to: vec![self.listener.ap_id.clone()],
            name: None,
            content: person::html(text),
            source: Source { content: text.to_owned(), media_type: "text/plain".into() },
            in_reply_to: None,
            context: None,
        }
    }

    fn addition(&self, addition: &Addition) -> Letter {
        let question = Some(self.inquiry.ap_id.clone());
        let letter = self.letter(&addition.ap_id, &addition.text);
        Letter { in_reply_to: question.clone(), context: question, ..letter }
    }

    /// The verb and the object of a word. A letter's own address is below ours, whoever asked.
    fn put(&self, said: &mut Said, word: Word) -> Result<(), Error> {
        let inquiry = self.inquiry;
        match word {
            Word::Question => {
                let letter = self.letter(&inquiry.ap_id, &inquiry.text);
                said.object = serde_json::to_value(Letter { name: Some(inquiry.title.clone()), ..letter })?;
            }
            Word::Answer => {
                let text = inquiry.answer.as_deref().unwrap_or_default();
                let letter = self.letter(&format!("{}/answer", self.own), text);
                let answer = Letter { in_reply_to: Some(inquiry.ap_id.clone()), ..letter };
                said.object = serde_json::to_value(answer)?;
            }
            Word::Proposal => {
                said.kind = Verb::Offer;
                let by_asker = inquiry.proposed_by == Some(Side::Asker);
                said.target = inquiry.group_address.as_ref().filter(|_| by_asker).map(|group| json!(group));
                said.name = inquiry.group_name.clone().filter(|_| by_asker);
            }
            Word::Agreed => said.kind = Verb::Accept,
            Word::Declined => said.kind = Verb::Reject,
            Word::Published => {
                said.kind = Verb::Announce;
                said.target = inquiry.published_address.as_ref().map(|address| json!(address));
            }
            Word::Closed { .. } => said.kind = Verb::Leave,
            // A letter of its own.
            Word::Addition { .. } => {}
        }
        Ok(())
    }
}
