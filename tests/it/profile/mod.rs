//! One's own profile through the browser.

mod admin;
mod consent;
mod edit;
mod found;
mod known;
mod photo;
mod seen;
mod skills;
mod welcome;

use domain::people::{self, Person};
use plein_tests::app::TestApp;
use plein_tests::databases::Engine;

/// An organisation with the taxonomy.
pub async fn utrecht(engine: Engine) -> TestApp {
    let app = TestApp::start(engine).await;
    app.db().write(async |tx| domain::concepts::ship(tx, &domain::concepts::shipped()?).await).await.unwrap();
    app
}

/// The whole person behind a signed-in one.
pub async fn stored(app: &TestApp, who: &plein_tests::members::Person) -> Person {
    people::find(app.db(), who.principal.person_id().unwrap()).await.unwrap()
}

/// The value of the hidden input `name` on a page.
pub fn hidden(page: &str, name: &str) -> String {
    let (_, rest) =
        page.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name}"));
    rest.split('"').next().unwrap().to_owned()
}
