//! Pages of the wiki, written by people of the host.

use domain::error::{Error, Result};
use domain::wiki::{self, Edit, NewPage};
use domain::{GroupId, Principal, Tx};

use super::book::Leaf;

/// Makes the page, or gives it this text where it is there already.
pub async fn write(tx: &mut Tx, me: &Principal, group: GroupId, leaf: &Leaf) -> Result<()> {
    let wiki = wiki::enter(&mut *tx, me, group).await?;
    if let Some(page) = wiki::find_by_title(&mut *tx, &wiki, &leaf.title).await? {
        let (source, summary) = (leaf.text.clone(), leaf.summary.clone());
        let edit = Edit { base: page.head, source, summary, patch: None, after: None, origin: None };
        return wiki::edit(tx, me, page.id, edit).await.map(drop);
    }
    let parent_id = match &leaf.under {
        Some(title) => {
            let above = wiki::find_by_title(&mut *tx, &wiki, title).await?;
            Some(above.ok_or(Error::NotFound)?.id)
        }
        None => None,
    };
    let new = NewPage {
        title: leaf.title.clone(),
        parent_id,
        source: leaf.text.clone(),
        summary: leaf.summary.clone(),
        patch: None,
        origin: None,
    };
    wiki::create(tx, me, group, new).await.map(drop)
}
