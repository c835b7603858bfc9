//! How a browser is told to treat a file, and under which name to save it (RFC 6266, RFC 8187).

use std::fmt::Write;

/// `attachment; filename="plan.pdf"; filename*=UTF-8''plan.pdf`
pub fn disposition(is_inline: bool, name: &str) -> String {
    let how = if is_inline { "inline" } else { "attachment" };
    let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let mut value = format!("{how}; filename=\"{plain}\"; filename*=UTF-8''");
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => value.push(char::from(byte)),
            other => drop(write!(value, "%{other:02X}")),
        }
    }
    value
}

fn is_plain(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%' | ';') || c == ' '
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_gets_out_of_its_quotes() {
        assert_eq!(
            disposition(false, "plan.pdf"),
            "attachment; filename=\"plan.pdf\"; filename*=UTF-8''plan.pdf"
        );
        assert_eq!(
            disposition(true, "één \"plan\"; x=1%.png"),
            "inline; filename=\"__n _plan__ x=1_.png\"; filename*=UTF-8''%C3%A9%C3%A9n%20%22plan%22%3B%20x%3D1%25.png"
        );
        assert!(!disposition(false, "a\r\nSet-Cookie: x").contains('\n'));
    }
}
