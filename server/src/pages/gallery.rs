//! Every component in all its states, for who builds pages; only in development and in the demonstration.
//! Its samples are invented and stay in Dutch: they show shapes, not sentences of the product.

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use domain::{FieldError, Timestamp};
use federation::route::Route;
use federation::routes;

use super::form::FormErrors;
use super::marks::{Origin, initials, tint};
use super::shell::Shell;
use crate::error::{Problem, Result};
use crate::i18n::Moment;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/_/components" Anyone => gallery;
    }
}

async fn gallery(State(ctx): State<Ctx>, shell: Shell) -> Result<Html<String>> {
    if !ctx.config.development.enabled {
        return Err(Problem::not_found());
    }
    Ok(Html(page(shell, ctx.clock.now()).render()?))
}

#[derive(Template)]
#[template(path = "gallery/gallery.html")]
struct Gallery {
    shell: Shell,
    moment: Moment,
    people: Vec<Sample>,
    origins: Vec<Origin>,
    provinces: Vec<(&'static str, &'static str)>,
    errors: FormErrors,
    written: &'static str,
    shown: String,
    no_photo: Option<String>,
    no_href: Option<&'static str>,
}

struct Sample {
    name: &'static str,
    title: &'static str,
    unit: &'static str,
    place: &'static str,
    origin: Option<Origin>,
    availability: &'static str,
    availability_words: &'static str,
    initials: String,
    tint: u8,
    photo: Option<String>,
}

const WRITTEN: &str = "";

/// One of everything that Markdown can be.
const SHOWN: &str = "## Wat we al weten\n\nDe **Omgevingswet** vraagt om _samenhang_, zegt @sanne.de.vries. Zie \
    [het stappenplan](https://voorbeeld.test/stappenplan) en `artikel 5.1`.\n\n### Nog te doen\n\n- [x] Buren vragen\n- [ ] \
    Kaart maken\n\n1. Eerst dit\n2. Dan dat\n   - en dit\n\n> Een citaat dat ~~kort~~ bondig is.\n\n\
    | gemeente | inwoners |\n|---|--:|\n| Utrecht | 375.000 |\n| Arnhem | 168.000 |\n\n\
    ```\narbeidsongeschiktheidsverzekeringsmaatschappijen = 1 < 2\n```\n\n---\n\nEinde.";

fn page(shell: Shell, now: Timestamp) -> Gallery {
    let errors = [FieldError::new("gallery-email", "error-required")];
    Gallery {
        moment: shell.t.moment(now, now),
        people: samples(),
        origins: ["Provincie Gelderland", "Ministerie van Binnenlandse Zaken", "Waterschap Rijn"]
            .map(Origin::new)
            .into(),
        provinces: vec![("ge", "Gelderland"), ("ut", "Utrecht")],
        errors: FormErrors::new(shell.t, &errors, &[("gallery-email", "shell-profile")]),
        written: WRITTEN,
        shown: domain::markup::to_html(SHOWN),
        no_photo: None,
        no_href: None,
        shell,
    }
}

fn samples() -> Vec<Sample> {
    let sample = |name, title, unit, place, origin: Option<&str>, availability, availability_words| Sample {
        initials: initials(name),
        tint: tint(name),
        origin: origin.map(Origin::new),
        photo: None,
        name,
        title,
        unit,
        place,
        availability,
        availability_words,
    };
    vec![
        sample(
            "Sanne de Vries",
            "Adviseur jeugdzorg",
            "Sociaal domein",
            "Utrecht",
            None,
            "available",
            "Je kunt mij vragen stellen",
        ),
        sample(
            "Karim el Idrissi",
            "Projectleider",
            "Ruimte",
            "Arnhem",
            Some("Provincie Gelderland"),
            "limited",
            "Beperkt beschikbaar",
        ),
        sample(
            "Alexandrina-Wilhelmina van Oldenbarnevelt tot Middenbeemster",
            "Senior beleidsmedewerker arbeidsongeschiktheidsverzekeringen",
            "Directoraat-generaal Overheidsorganisatie en Informatievoorziening",
            "’s-Gravenhage",
            Some("Ministerie van Binnenlandse Zaken en Koninkrijksrelaties"),
            "away",
            "Nu niet beschikbaar",
        ),
    ]
}
