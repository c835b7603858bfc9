//! What an administrator sets while Plein runs, each as JSON under its name.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::db::{On, Tx, sql};
use crate::error::Result;

/// The setting `name`; the default of its type when nobody set it.
pub async fn find<T: DeserializeOwned + Default>(on: impl Into<On<'_>>, name: &str) -> Result<T> {
    let row: Option<(String,)> =
        sql("select value from setting where name = $1").bind(name).optional(on).await?;
    row.map_or_else(|| Ok(T::default()), |(value,)| Ok(serde_json::from_str(&value)?))
}

/// Stores a setting. The caller has checked the right and writes the audit row.
pub async fn store<T: Serialize>(tx: &mut Tx, name: &str, value: &T) -> Result<()> {
    sql("insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value")
        .bind(name)
        .bind(serde_json::to_string(value)?)
        .execute(tx)
        .await?;
    Ok(())
}
