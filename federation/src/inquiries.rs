//! Questions between two people: what one of ours says goes to the other's instance alone, with a proof by our key; what
//! somebody of elsewhere says is believed by the proof of his own instance.

use domain::delivery::Outgoing;
use domain::groups::shut_out;
use domain::inbox::Waiting;
use domain::inquiries::replica::{self, Heard, Question};
use domain::inquiries::{self, Inquiry, Side, Word};
use domain::outbox::Event;
use domain::peers::Peer;
use domain::people::{self, Person};
use domain::{Error, InquiryId, PersonId, Tx};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::act::Failed;
use crate::door::Federation;
use crate::groups::{Distrust, Planned};
use crate::objects::{Disbelief, person, post};
use crate::urls::is_of_origin;
use crate::wire::{Letter, Said, Source, Speaker, Verb};

/// What is read from the wire: all of it text, nothing of it looked up.
enum Read {
    Question(Question),
    Heard { ap_id: String, heard: Heard },
}

impl Federation {
    /// What an event says to the other of the two; `None` for events of other nouns.
    pub(crate) async fn inquiry_activities(&self, event: &Event) -> Result<Option<Vec<Planned>>, Error> {
        let Event::Inquired { inquiry_id, word } = event else { return Ok(None) };
        Ok(Some(self.say_of_inquiry(*inquiry_id, *word).await?.into_iter().collect()))
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
        put(&mut said, &inquiry, word, &speaker, &listener, &self.urls.below(&format!("ap/inquiry/{id}")))?;
        let mut document = serde_json::to_value(&said)?;
        self.prove(&mut document, &self.keys().current)?;
        let outgoing = Outgoing {
            id: said.id.clone(),
            body: serde_json::to_vec(&document)?,
            ordering_key: format!("inquiry:{}", inquiry.ap_id),
            for_host: Some(peer.host),
            group_id: None,
        };
        Ok(Some(Planned::from((outgoing, vec![target]))))
    }

    async fn someone(&self, id: PersonId) -> Result<Option<Person>, Error> {
        match people::find(&self.db, id).await {
            Ok(person) => Ok(Some(person)),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether something is said to one of ours, rather than in a group.
    pub(crate) fn is_to_a_person(&self, said: &Said) -> bool {
        said.audience.starts_with(&self.urls.below("ap/person/"))
    }

    /// Works what somebody of a peer says to one of ours.
    pub(crate) async fn hear_inquiry(
        &self,
        waiting: &Waiting,
        peer: &Peer,
        said: &Said,
        document: &Value,
    ) -> Result<(), Failed> {
        let strange = |what: &dyn std::fmt::Display| Failed::ForGood(format!("{what} in {}", said.id));
        let witness = match self.witness(peer, said, document).await {
            Ok(witness) => witness,
            Err(Distrust::House(error)) => return Err(error.into()),
            Err(distrust) => return Err(strange(&distrust)),
        };
        // Nobody hands on what is for one reader.
        let is_of_peer =
            url::Url::parse(&peer.base_url).is_ok_and(|base| is_of_origin(said.actor.id(), &base));
        if !is_of_peer || !witness.is_proven {
            return Err(strange(&"no proof by the instance of who says it"));
        }
        let read = read(said).map_err(|disbelief| strange(&disbelief))?;
        // Whoever is not shared with a peer cannot be asked from there.
        if matches!(read, Read::Question(_)) && !peer.shares_people {
            return Err(strange(&"our people are not shared with its instance"));
        }
        let listener = people::find_by_ap_id(&self.db, &said.audience).await?;
        let listener = listener.filter(|person| person.is_local && person.deleted_at.is_none());
        let listener = listener.ok_or_else(|| strange(&"nobody of ours"))?.id;
        self.finish(waiting, peer, async |tx| {
            let speaker = people::replica::note_speaker(tx, peer.instance_id, &witness.stub).await?;
            shut_out::demand_let_in(&mut *tx, speaker).await?;
            take(tx, speaker, listener, &read).await
        })
        .await
    }
}

async fn take(tx: &mut Tx, speaker: PersonId, listener: PersonId, read: &Read) -> Result<(), Error> {
    match read {
        Read::Question(question) => replica::asked(tx, speaker, listener, question).await,
        Read::Heard { ap_id, heard } => replica::heard(tx, speaker, listener, ap_id, heard).await,
    }
}

/// The verb and the object of a word. A letter's own address is below ours, whoever asked.
fn put(
    said: &mut Said,
    inquiry: &Inquiry,
    word: Word,
    speaker: &Person,
    listener: &Person,
    own: &str,
) -> Result<(), Error> {
    let letter = |id: &str, text: &str| Letter {
        id: id.to_owned(),
        kind: "Note".into(),
        attributed_to: speaker.ap_id.clone(),
        to: vec![listener.ap_id.clone()],
        name: None,
        content: person::html(text),
        source: Source { content: text.to_owned(), media_type: "text/plain".into() },
        in_reply_to: None,
    };
    match word {
        Word::Question => {
            let question =
                Letter { name: Some(inquiry.title.clone()), ..letter(&inquiry.ap_id, &inquiry.text) };
            said.object = serde_json::to_value(question)?;
        }
        Word::Answer => {
            let text = inquiry.answer.as_deref().unwrap_or_default();
            let id = format!("{own}/answer");
            let answer = Letter { in_reply_to: Some(inquiry.ap_id.clone()), ..letter(&id, text) };
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
    }
    Ok(())
}

fn read(said: &Said) -> Result<Read, Disbelief> {
    if said.kind == Verb::Create {
        return read_letter(said);
    }
    let ap_id = said.object.as_str().ok_or(Disbelief::Unreadable("object"))?.to_owned();
    let target = said.target.as_ref().and_then(Value::as_str).map(str::to_owned);
    let heard = match said.kind {
        Verb::Offer => Heard::Proposal { group_address: target, group_name: said.name.clone() },
        Verb::Accept => Heard::Decision(true),
        Verb::Reject => Heard::Decision(false),
        Verb::Announce => Heard::Published(target.ok_or(Disbelief::Unreadable("target"))?),
        _ => return Err(Disbelief::Unreadable("type")),
    };
    Ok(Read::Heard { ap_id, heard })
}

/// A note of the speaker himself, for the one reader to whom it is said.
fn read_letter(said: &Said) -> Result<Read, Disbelief> {
    let letter = Letter::deserialize(&said.object).map_err(|_| Disbelief::Unreadable("object"))?;
    let is_own = letter.kind == "Note" && letter.attributed_to == said.actor.id();
    let is_for_one = letter.to.as_slice() == [said.audience.as_str()];
    let origin = url::Url::parse(said.actor.id()).map_err(|_| Disbelief::Unreadable("actor"))?;
    if !is_own || !is_for_one || !is_of_origin(&letter.id, &origin) {
        return Err(Disbelief::Foreign { what: letter.id, origin: said.actor.id().to_owned() });
    }
    let text = letter.source.content;
    Ok(match letter.in_reply_to {
        Some(ap_id) => Read::Heard { ap_id, heard: Heard::Answer(text) },
        None => Read::Question(Question {
            ap_id: letter.id,
            title: letter.name.ok_or(Disbelief::Unreadable("name"))?,
            text,
        }),
    })
}
