//! `/welcome/knowledge`: what you know, with subjects that fit the job title and the department to begin with.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, Redirect};
use domain::people::{FieldKey, Person, Value, find_local, skills};
use federation::route::Route;
use federation::routes;

use super::{Progress, done};
use crate::error::Result;
use crate::extract::Member;
use crate::pages::profile::skills::{Asked, Editor};
use crate::pages::profile::suggest::Suggestions;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/welcome/knowledge" Member => show;
        POST "/welcome/knowledge" Member => next;
    }
}

#[derive(Template)]
#[template(path = "welcome/knowledge.html")]
struct View {
    shell: Shell,
    progress: Progress,
    editor: Editor,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let person = find_local(&ctx.db, member.person_id).await?;
    let mut editor = Editor::load(&ctx, shell.t, &person, &asked, "/welcome/knowledge").await?;
    if editor.suggestions.typed.is_empty() {
        let (chosen, _) = skills::stored(&person);
        let about = about(&person);
        editor.suggestions =
            Suggestions::fitting(&ctx, shell.t, &about, &chosen, "/welcome/knowledge").await?;
    }
    Ok(Html(View { progress: Progress::at(shell.t, 2), editor, shell }.render()?))
}

/// The words that say what somebody does.
fn about(person: &Person) -> String {
    let text = |key| match person.profile.fields.get(&key).map(|entry| &entry.value) {
        Some(Value::Text(text)) => text.as_str(),
        _ => "",
    };
    format!("{} {}", text(FieldKey::JobTitle), text(FieldKey::Unit))
}

async fn next(State(ctx): State<Ctx>, member: Member) -> Result<Redirect> {
    done(&ctx, &member, 2).await?;
    Ok(Redirect::to("/welcome/found"))
}
