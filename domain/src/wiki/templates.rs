//! Templates: pages that others begin with. A template is a page like any other, so it has a history and rights.

use serde_json::json;

use super::elsewhere::{self, PageChange};
use super::{Wiki, door};
use crate::audit;
use crate::db::{On, Tx, sql};
use crate::error::Result;
use crate::groups::feed;
use crate::ids::PageId;
use crate::principal::Principal;

/// A template in a list.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Template {
    pub id: PageId,
    pub title: String,
    pub slug: String,
}

/// Whether new pages may begin with this one; for whoever may change it.
pub async fn set(tx: &mut Tx, principal: &Principal, id: PageId, is_one: bool) -> Result<()> {
    let (wiki, page) = door::to_change(tx, principal, id).await?;
    if page.is_template == is_one {
        return Ok(());
    }
    if !wiki.is_here() {
        return elsewhere::send(tx, principal, &wiki, &page, PageChange::Template { is_one }).await;
    }
    sql("update wiki_page set is_template = $2 where id = $1")
        .bind(id)
        .bind(is_one)
        .execute(&mut *tx)
        .await?;
    audit::record(tx, principal, "wiki.template", &page.audit_name(), json!({ "is_one": is_one })).await?;
    feed::touch_page(tx, &wiki.place.group, id, &page.ap_id, true).await
}

/// The templates of a wiki, by title.
pub async fn list(on: impl Into<On<'_>>, wiki: &Wiki) -> Result<Vec<Template>> {
    sql("select id, title, slug from wiki_page where group_id = $1 and is_template and deleted_at is null \
         order by title, id limit 100")
    .bind(wiki.group_id())
    .all(on)
    .await
}
