//! Canonical JSON (RFC 8785, JCS): one text per value, so that a proof survives re-formatting.

use serde_json::{Map, Number, Value};

/// The canonical text. Members are sorted by UTF-16 code units, numbers written as ECMAScript does.
pub fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => out.push_str(&number_text(number)),
        Value::String(text) => write_text(text, out),
        Value::Array(items) => write_list(items, out),
        Value::Object(members) => write_object(members, out),
    }
}

fn write_list(items: &[Value], out: &mut String) {
    out.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(item, out);
    }
    out.push(']');
}

fn write_object(members: &Map<String, Value>, out: &mut String) {
    let mut sorted: Vec<_> = members.iter().collect();
    sorted.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    out.push('{');
    for (index, (name, value)) in sorted.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_text(name, out);
        out.push(':');
        write(value, out);
    }
    out.push('}');
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Every number is a double in JCS; whole numbers up to 2^53 are exact and take the short way.
fn number_text(number: &Number) -> String {
    const EXACT: i64 = 1 << 53;
    match number.as_i64() {
        Some(whole) if (-EXACT..=EXACT).contains(&whole) => whole.to_string(),
        _ => double_text(number.as_f64().unwrap_or_default()),
    }
}

/// `Number::toString` of ECMAScript: the shortest digits that read back, plain between 1e-7 and 1e21.
/// The digits are serde_json's (`{:e}` of the standard library breaks a tie upwards instead of to even).
fn double_text(double: f64) -> String {
    if double == 0.0 {
        return "0".into();
    }
    let shortest = Number::from_f64(double.abs()).map(|n| n.to_string()).unwrap_or_default();
    let (mantissa, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let leading_zeros = all.len() - all.trim_start_matches('0').len();
    let point = exponent.parse().unwrap_or(0) + whole.len() as i32 - leading_zeros as i32;
    let sign = if double < 0.0 { "-" } else { "" };
    format!("{sign}{}", place_point(all.trim_matches('0'), point))
}

/// `point`: how many digits stand before the decimal point.
fn place_point(digits: &str, point: i32) -> String {
    let count = digits.len() as i32;
    let exponent = point - 1;
    match point {
        p if count <= p && p <= 21 => format!("{digits}{}", "0".repeat((p - count) as usize)),
        p if 0 < p && p <= 21 => format!("{}.{}", &digits[..p as usize], &digits[p as usize..]),
        p if -6 < p && p <= 0 => format!("0.{}{digits}", "0".repeat(-p as usize)),
        _ if count == 1 => format!("{digits}e{exponent:+}"),
        _ => format!("{}.{}e{exponent:+}", &digits[..1], &digits[1..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn doubles_read_as_in_appendix_b_of_the_rfc() {
        for (bits, text) in [
            (0x0000000000000000, "0"),
            (0x8000000000000000, "0"),
            (0x0000000000000001, "5e-324"),
            (0x8000000000000001, "-5e-324"),
            (0x7fefffffffffffff, "1.7976931348623157e+308"),
            (0x4340000000000000, "9007199254740992"),
            (0xc340000000000000, "-9007199254740992"),
            (0x4430000000000000, "295147905179352830000"),
            (0x44b52d02c7e14af5, "9.999999999999997e+22"),
            (0x44b52d02c7e14af6, "1e+23"),
            (0x444b1ae4d6e2ef4e, "999999999999999700000"),
            (0x444b1ae4d6e2ef50, "1e+21"),
            (0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"),
            (0x3eb0c6f7a0b5ed8d, "0.000001"),
            (0x41b3de4355555553, "333333333.3333332"),
            (0xbecbf647612f3696, "-0.0000033333333333333333"),
            (0x43143ff3c1cb0959, "1424953923781206.2"),
        ] {
            assert_eq!(double_text(f64::from_bits(bits)), text);
        }
    }

    #[test]
    fn members_are_sorted_by_utf16_and_text_is_escaped_sparingly() {
        let value = json!({
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control",
            "\u{f6}": "Latin Small Letter O With Diaeresis"
        });
        let canonical = canonical(&value);
        let order: Vec<_> = ["\\r", "\"1\"", "\u{80}", "\u{f6}", "\u{20ac}", "\u{1f600}", "\u{fb33}"]
            .iter()
            .map(|name| canonical.find(name).unwrap())
            .collect();
        assert!(order.is_sorted(), "{canonical}");
    }

    #[test]
    fn the_example_of_the_rfc_comes_out_letter_by_letter() {
        let value = json!({
            "numbers": [333_333_333.333_333_3, 1e30, 4.5, 2e-3, 1e-27],
            "string": "\u{20ac}$\u{000F}\u{000a}A'\u{0042}\u{0022}\u{005c}\\\"/",
            "literals": [null, true, false]
        });
        assert_eq!(
            canonical(&value),
            r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#
        );
    }
}
