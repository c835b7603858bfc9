//! Initials and colours that stand for a person without a photo or an organisation without a picture.

/// At most two letters: of the first and the last word.
pub fn initials(name: &str) -> String {
    let mut words =
        name.split_whitespace().filter_map(|word| word.chars().find(|sign| sign.is_alphanumeric()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

/// One of eight grounds, 1 to 8, the same for the same text on every page and every day (FNV-1a).
pub fn tint(text: &str) -> u8 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    // The low bits of this hash are poor; fold the high ones in. Three bits always fit.
    u8::try_from((hash ^ (hash >> 29) ^ (hash >> 47)) % 8).unwrap_or_default() + 1
}

/// Where the photo of a person is. The digest makes it another address when it is another photo.
pub fn photo_path(id: domain::PersonId, digest: &str) -> String {
    format!("/people/{id}/photo?v={}", digest.get(..16).unwrap_or(digest))
}

/// Where something comes from when it is not from here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub name: String,
    pub initials: String,
    pub tint: u8,
}

impl Origin {
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Self { initials: initials(&name), tint: tint(&name), name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_name() {
        assert_eq!(initials("Sanne de Vries"), "SV");
        assert_eq!(initials("édouard"), "É");
        assert_eq!(initials("Provincie Gelderland"), "PG");
        assert_eq!(initials("(test) 1"), "T1");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn a_name_keeps_its_tint_and_names_differ() {
        let tints: std::collections::BTreeSet<u8> =
            ["Anna", "Bram", "Chaima", "Dirk", "Esra", "Femke", "Gijs", "Hind"].map(tint).into();
        assert!(tints.iter().all(|tint| (1..=8).contains(tint)) && tints.len() > 3, "{tints:?}");
        assert_eq!(tint("Anna"), tint("Anna"));
    }
}
