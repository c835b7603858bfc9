//! What somebody of elsewhere says to one of ours. A question that is not taken is turned away with the same words whatever the
//! reason, whether there is anybody at the address or not: whoever asks hears at once, and nobody learns more than that.

use domain::groups::shut_out;
use domain::inbox::{self, Waiting};
use domain::inquiries::replica::{self, Heard, Question};
use domain::peers::Peer;
use domain::people::{self, Person};
use domain::{Error, Tx};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::act::Failed;
use crate::door::Federation;
use crate::groups::{Distrust, Planned, Witness};
use crate::objects::Disbelief;
use crate::outbox::target;
use crate::urls::is_of_origin;
use crate::wire::{self, Letter, Said, Speaker, Verb};

const ADDRESS_BYTES_MAX: usize = 500;

/// What is read from the wire: all of it text, nothing of it looked up.
enum Read {
    Question(Question),
    Heard { ap_id: String, heard: Heard },
}

/// Who said it, and to whom.
struct Heeded<'a> {
    waiting: &'a Waiting,
    peer: &'a Peer,
    said: &'a Said,
    witness: &'a Witness,
}

impl Federation {
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
        let heeded = Heeded { waiting, peer, said, witness: &witness };
        match read(said).map_err(|disbelief| strange(&disbelief))? {
            Read::Question(question) => self.hear_question(heeded, &question).await,
            Read::Heard { ap_id, heard: heard @ (Heard::TurnedAway | Heard::TakenBack) } => {
                self.hear_end(heeded, &ap_id, &heard).await
            }
            Read::Heard { ap_id, heard } => self.hear_word(heeded, &ap_id, &heard).await,
        }
    }

    /// What it said stands in the inquiry now, or nowhere.
    async fn finish_letter(
        &self,
        waiting: &Waiting,
        peer: &Peer,
        effect: impl AsyncFnOnce(&mut Tx) -> Result<(), Error>,
    ) -> Result<(), Failed> {
        self.finish(waiting, peer, async |tx| {
            effect(tx).await?;
            inbox::forget_body(tx, waiting.seq).await
        })
        .await
    }

    async fn find_listener(&self, said: &Said) -> Result<Option<Person>, Error> {
        let found = people::find_by_ap_id(&self.db, &said.audience).await?;
        Ok(found.filter(|person| person.is_local && person.deleted_at.is_none()))
    }

    /// Taken, or turned away.
    async fn hear_question(&self, heeded: Heeded<'_>, question: &Question) -> Result<(), Failed> {
        let Heeded { waiting, peer, said, witness } = heeded;
        let done = match self.find_listener(said).await? {
            // Whoever is not shared with a peer cannot be asked from there.
            Some(listener) if peer.shares_people => {
                self.finish_letter(waiting, peer, async |tx| {
                    let speaker = people::replica::note_speaker(tx, peer.instance_id, &witness.stub).await?;
                    shut_out::demand_let_in(&mut *tx, speaker).await?;
                    replica::asked(tx, speaker, listener.id, question).await
                })
                .await
            }
            _ => Err(Failed::Refused(Error::NotFound)),
        };
        let Err(Failed::Refused(error)) = done else { return done };
        tracing::info!(activity = said.id, %error, "a question of elsewhere was turned away");
        let answer = self.turned_away(peer, said, question)?;
        self.finish_letter(waiting, peer, async |tx| answer.send(tx).await).await
    }

    /// In the name of the address that was asked, and without a name.
    fn turned_away(&self, peer: &Peer, said: &Said, question: &Question) -> Result<Planned, Failed> {
        if said.audience.len() > ADDRESS_BYTES_MAX || question.ap_id.len() > ADDRESS_BYTES_MAX {
            return Err(Failed::ForGood(format!("an address without end in {}", said.id)));
        }
        let object = json!({ "type": "Create", "object": question.ap_id });
        let mut answer = self.says_for(said.actor.id(), Verb::Reject, object);
        answer.actor = Speaker::Person(Box::new(wire::Person {
            id: said.audience.clone(),
            kind: "Person".into(),
            preferred_username: "colleague".into(),
            name: "Collega".into(),
            inbox: self.urls.inbox(),
            outbox: self.urls.outbox(),
            ..wire::Person::default()
        }));
        Ok(self.letter_of(answer, &question.ap_id, (peer.host.clone(), target(peer)?))?)
    }

    async fn hear_word(&self, heeded: Heeded<'_>, ap_id: &str, heard: &Heard) -> Result<(), Failed> {
        let Heeded { waiting, peer, said, witness } = heeded;
        let Some(listener) = self.find_listener(said).await? else {
            return Err(Failed::ForGood(format!("nobody of ours in {}", said.id)));
        };
        self.finish_letter(waiting, peer, async |tx| {
            let speaker = people::replica::note_speaker(tx, peer.instance_id, &witness.stub).await?;
            shut_out::demand_let_in(&mut *tx, speaker).await?;
            replica::heard(tx, speaker, listener.id, ap_id, heard).await
        })
        .await
    }

    /// The end of a question is heard of whoever is known, shut out or not; nobody becomes known by it.
    async fn hear_end(&self, heeded: Heeded<'_>, ap_id: &str, heard: &Heard) -> Result<(), Failed> {
        let Heeded { waiting, peer, said, witness } = heeded;
        let speaker = people::find_by_ap_id(&self.db, said.actor.id()).await?;
        let (Some(speaker), Some(listener)) = (speaker, self.find_listener(said).await?) else {
            return self.finish_letter(waiting, peer, async |_| Ok(())).await;
        };
        let is_farewell = *heard == Heard::TakenBack;
        self.finish_letter(waiting, peer, async |tx| {
            replica::heard(tx, speaker.id, listener.id, ap_id, heard).await?;
            // The name goes too, where no directory tells it.
            match is_farewell {
                true => people::replica::note_speaker(tx, peer.instance_id, &witness.stub).await.map(drop),
                false => Ok(()),
            }
        })
        .await
    }
}

fn read(said: &Said) -> Result<Read, Disbelief> {
    if said.kind == Verb::Create {
        return read_letter(said);
    }
    if let Some(question) = turned_away_question(said) {
        return Ok(Read::Heard { ap_id: question, heard: Heard::TurnedAway });
    }
    let ap_id = said.object.as_str().ok_or(Disbelief::Unreadable("object"))?.to_owned();
    let target = said.target.as_ref().and_then(Value::as_str).map(str::to_owned);
    let heard = match said.kind {
        Verb::Offer => Heard::Proposal { group_address: target, group_name: said.name.clone() },
        Verb::Accept => Heard::Decision(true),
        Verb::Reject => Heard::Decision(false),
        Verb::Announce => Heard::Published(target.ok_or(Disbelief::Unreadable("target"))?),
        Verb::Leave => Heard::Closed,
        Verb::Delete => Heard::TakenBack,
        _ => return Err(Disbelief::Unreadable("type")),
    };
    Ok(Read::Heard { ap_id, heard })
}

fn turned_away_question(said: &Said) -> Option<String> {
    let part = |name: &str| said.object.get(name).and_then(Value::as_str);
    let is_refusal = said.kind == Verb::Reject && part("type") == Some("Create");
    part("object").filter(|_| is_refusal).map(str::to_owned)
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
    Ok(match (letter.context, letter.in_reply_to) {
        (Some(ap_id), _) => Read::Heard { ap_id, heard: Heard::Addition { ap_id: letter.id, text } },
        (None, Some(ap_id)) => Read::Heard { ap_id, heard: Heard::Answer(text) },
        (None, None) => Read::Question(Question {
            ap_id: letter.id,
            title: letter.name.ok_or(Disbelief::Unreadable("name"))?,
            text,
        }),
    })
}
