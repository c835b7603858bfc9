//! Reading JSON of others: bounded in size, depth and number of values; a key twice is refused.
//!
//! Two readers that disagree about `{"actor": A, "actor": B}` have let forgeries through before
//! (CVE-2026-46349, CVE-2026-48028), so a text in which any object repeats a key is no JSON to us.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeOwned, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, de};

/// What a text may cost. The defaults fit an activity; a directory page asks for more values.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub bytes_max: usize,
    pub depth_max: usize,
    pub values_max: usize,
}

/// One activity or one actor: 1 MiB like the inbox, and no honest one is nested deeper than a dozen.
pub const ACTIVITY: Limits = Limits { bytes_max: 1 << 20, depth_max: 24, values_max: 20_000 };
/// 200 profiles with everything filled in are about 1 MB.
pub const DIRECTORY_PAGE: Limits = Limits { bytes_max: 8 << 20, depth_max: 24, values_max: 400_000 };
/// The addresses of a few people.
pub const FEW: Limits = Limits { bytes_max: 32 << 10, depth_max: 8, values_max: 200 };

#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    #[error("the text has {bytes} bytes, at most {bytes_max} are read")]
    TooLarge { bytes: usize, bytes_max: usize },
    #[error("not acceptable JSON: {0}")]
    Refused(#[from] serde_json::Error),
}

/// Checks the whole text against the limits, then reads it as `T`.
pub fn read<T: DeserializeOwned>(text: &[u8], limits: Limits) -> Result<T, JsonError> {
    check(text, limits)?;
    Ok(serde_json::from_slice(text)?)
}

fn check(text: &[u8], limits: Limits) -> Result<(), JsonError> {
    if text.len() > limits.bytes_max {
        return Err(JsonError::TooLarge { bytes: text.len(), bytes_max: limits.bytes_max });
    }
    let mut values_left = limits.values_max;
    let mut reader = serde_json::Deserializer::from_slice(text);
    Check { depth_left: limits.depth_max, values_left: &mut values_left }.deserialize(&mut reader)?;
    Ok(reader.end()?)
}

/// Walks over one value without keeping it.
struct Check<'a> {
    depth_left: usize,
    values_left: &'a mut usize,
}

impl Check<'_> {
    fn inner<E: de::Error>(&mut self) -> Result<Check<'_>, E> {
        let depth_left = self.depth_left.checked_sub(1).ok_or_else(|| E::custom("nested too deeply"))?;
        Ok(Check { depth_left, values_left: self.values_left })
    }
}

impl<'de> DeserializeSeed<'de> for Check<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        *self.values_left =
            self.values_left.checked_sub(1).ok_or_else(|| de::Error::custom("too many values"))?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Check<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let mut seen = Seen::default();
        while let Some(Key(key)) = map.next_key()? {
            if seen.contains(&key) {
                return Err(de::Error::custom(format!("the key {key:?} stands twice in one object")));
            }
            seen.add(key);
            map.next_value_seed(self.inner()?)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(self.inner()?)?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<(), E> {
        self.visit_u64(number.unsigned_abs())
    }

    /// A whole number that a double cannot hold reads differently in other software: refused.
    fn visit_u64<E: de::Error>(self, number: u64) -> Result<(), E> {
        if number > 1 << 53 {
            return Err(E::custom("a whole number above 2^53"));
        }
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// A key as it stands in the text, copied only where it is written with escapes.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// The keys of one object. An honest one has few, and looking through a few is quicker than hashing them.
#[derive(Default)]
struct Seen<'a> {
    few: Vec<Cow<'a, str>>,
    more: HashSet<Cow<'a, str>>,
}

impl<'a> Seen<'a> {
    const FEW: usize = 32;

    fn contains(&self, key: &str) -> bool {
        self.few.iter().any(|known| known == key) || (!self.more.is_empty() && self.more.contains(key))
    }

    fn add(&mut self, key: Cow<'a, str>) {
        if self.few.len() < Self::FEW {
            self.few.push(key);
        } else {
            self.more.insert(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn refusal(text: &str) -> String {
        read::<Value>(text.as_bytes(), Limits { bytes_max: 200, depth_max: 4, values_max: 12 })
            .expect_err(text)
            .to_string()
    }

    #[test]
    fn honest_json_passes() {
        let value: Value = read(br#"{"a":[1,-2,3.5,"x",null,true],"b":{"a":{}}}"#, ACTIVITY).unwrap();
        assert_eq!(value["b"]["a"], Value::Object(Default::default()));
    }

    #[test]
    fn a_key_twice_is_refused_also_when_written_differently_or_deep_inside() {
        assert!(refusal(r#"{"actor":"a","actor":"b"}"#).contains("\"actor\" stands twice"));
        assert!(refusal(r#"{"actor":"a","\u0061ctor":"b"}"#).contains("\"actor\" stands twice"));
        assert!(refusal(r#"{"o":[{"id":1,"id":1}]}"#).contains("\"id\" stands twice"));
        let many: String = (0..100).map(|n| format!("\"k{n}\":0,")).collect();
        for again in ["k0", "k31", "k32", "k99"] {
            let text = format!("{{{many}\"{again}\":0}}");
            let refused = read::<Value>(text.as_bytes(), ACTIVITY).expect_err(again).to_string();
            assert!(refused.contains("stands twice"), "{again}: {refused}");
        }
    }

    #[test]
    fn size_depth_count_and_rubbish_are_bounded() {
        assert!(refusal(&" ".repeat(201)).contains("201 bytes"));
        assert!(refusal("[[[[[[]]]]]]").contains("nested too deeply"));
        assert!(refusal("[1,2,3,4,5,6,7,8,9,10,11,12]").contains("too many values"));
        assert!(refusal("9007199254740993").contains("2^53"));
        for text in ["", "{", "{} {}", "{'a':1}", "[1,]", "NaN", "\u{feff}{}", "{\"a\":1e999}", "\"\\ud800\""]
        {
            refusal(text);
        }
    }

    #[test]
    fn a_tower_of_brackets_does_not_exhaust_the_stack() {
        let tower = "[".repeat(500_000);
        assert!(read::<Value>(tower.as_bytes(), ACTIVITY).is_err());
    }
}
