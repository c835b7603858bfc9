//! Numbers as people of each language write them.

use fluent_templates::fluent_bundle::FluentValue;
use unic_langid::LanguageIdentifier;

use super::Language;

/// fluent asks a plain function, so there is one for each language.
pub fn formatter<M>(locales: &[LanguageIdentifier]) -> fn(&FluentValue<'_>, &M) -> Option<String> {
    match locales.first().and_then(|locale| Language::parse(locale.language.as_str())) {
        Some(Language::En) => |value, _| format(value, Language::En),
        Some(Language::Nl) | None => |value, _| format(value, Language::Nl),
    }
}

fn format(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(grouped(number.value, language)),
        _ => None,
    }
}

/// Groups of three from 1.000 on; at most two decimals.
pub fn grouped(number: f64, language: Language) -> String {
    let (group, decimal) = match language {
        Language::Nl => ('.', ','),
        Language::En => (',', '.'),
    };
    let rounded = (number * 100.0).round() / 100.0;
    let text = rounded.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let sign = if rounded < 0.0 { "-" } else { "" };
    let fraction = if fraction.is_empty() { String::new() } else { format!("{decimal}{fraction}") };
    format!("{sign}{}{fraction}", in_groups(whole, group))
}

fn in_groups(digits: &str, separator: char) -> String {
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_in_the_way_of_the_language() {
        let both = |number| (grouped(number, Language::Nl), grouped(number, Language::En));
        assert_eq!(both(0.0), ("0".into(), "0".into()));
        assert_eq!(both(999.0), ("999".into(), "999".into()));
        assert_eq!(both(1_000_000.0), ("1.000.000".into(), "1,000,000".into()));
        assert_eq!(both(-1_234.5), ("-1.234,5".into(), "-1,234.5".into()));
        assert_eq!(both(2.345), ("2,35".into(), "2.35".into()));
    }
}
