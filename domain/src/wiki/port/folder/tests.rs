use super::*;

fn page(path: &str, text: &str) -> Entry {
    Entry { path: path.to_owned(), content: Content::Bytes(text.as_bytes().to_vec()) }
}

/// The tree in one line each, and what is not taken in.
fn shown(entries: Vec<Entry>) -> (Vec<String>, Vec<(String, Why)>) {
    let folder = read(entries);
    for (at, sheet) in folder.sheets.iter().enumerate() {
        assert!(sheet.parent.is_none_or(|above| above < at), "what stands above comes first");
    }
    let line = |sheet: &Sheet| format!("{}{}: {}", "-".repeat(sheet.depth - 1), sheet.title, sheet.source);
    let left_out = folder.left_out.into_iter().map(|one| (one.path, one.why)).collect();
    (folder.sheets.iter().map(line).collect(), left_out)
}

#[test]
fn folders_become_the_tree_and_titles_come_from_where_they_stand() {
    let (tree, left_out) = shown(vec![
        page("a.md", "---\ntitle: Beleid\n---\n# Anders\n\nTekst"),
        page(
            "a/b.md",
            "# Kader #\n\nZie [hier](../a.md), [het plan](../c/Het%20plan.md#kop) en [weg](x.md).",
        ),
        page("c/Het plan.md", "Tekst\n\n# Verderop\n"),
        page("c/zonder kop.md", "```\n# geen kop\n```\n"),
        page("d/README.md", "Over d"),
    ]);
    assert_eq!(
        tree,
        [
            "Beleid: # Anders\n\nTekst",
            "-Kader: Zie [[Beleid|hier]], [[Verderop|het plan]] en [weg](x.md).",
            "c: - [[Verderop]]\n- [[zonder kop]]",
            "-Verderop: Tekst\n\n# Verderop",
            "-zonder kop: ```\n# geen kop\n```",
            "d: Over d",
        ]
    );
    assert_eq!(left_out, [("a/x.md".to_owned(), Why::Missing)]);
}

#[test]
fn a_folder_around_everything_is_no_page_and_litter_is_nothing() {
    let (tree, left_out) = shown(vec![
        page("wiki/index.md", "Welkom"),
        page("wiki/a/b.md", "Tekst"),
        page("__MACOSX/wiki/._a.md", "x"),
        page("wiki/.obsidian/x.md", "x"),
    ]);
    assert_eq!(tree, ["a: - [[b]]", "-b: Tekst", "index: Welkom"]);
    assert!(left_out.is_empty());
}

#[test]
fn what_cannot_be_taken_in_says_why() {
    let deep = format!("{}x.md", "a/".repeat(10));
    let deeper = format!("{}x.md", "a/".repeat(5_000));
    let other = |path: &str, content: Content| Entry { path: path.to_owned(), content };
    let (tree, left_out) = shown(vec![
        page("goed.md", "Tekst"),
        page("../uit.md", ""),
        page("a/../../uit.md", ""),
        page("/etc/passwd.md", ""),
        page("C:\\Windows\\x.md", ""),
        page("a\\..\\x.md", ""),
        page("regel\nsprong.md", ""),
        page("!!!.md", ""),
        page(&deep, ""),
        page(&deeper, ""),
        other("latin.md", Content::Bytes(b"caf\xe9".to_vec())),
        other("nul.md", Content::Bytes(b"a\0b".to_vec())),
        other("groot.md", Content::TooLarge),
        other("lang.md", Content::Bytes(vec![b'a'; crate::wiki::SOURCE_BYTES_MAX + 1])),
        other("stuk.md", Content::Unreadable),
        other("wijst.md", Content::Link),
        other("foto.png", Content::Other),
        page("tweede.md", "# Goed"),
        page("GOED.md", ""),
    ]);
    assert_eq!(tree, ["goed: Tekst"]);
    let why: Vec<Why> = left_out.iter().map(|(_, why)| *why).collect();
    use Why::{Link, Nameless, NotMarkdown, NotText, Path, TooDeep, TooLarge, Twice, Unreadable};
    assert_eq!(
        why,
        [
            Path,
            Path,
            Path,
            Path,
            Path,
            Path,
            Nameless,
            TooDeep,
            NotText,
            NotText,
            TooLarge,
            TooLarge,
            Unreadable,
            Link,
            NotMarkdown,
            TooDeep,
            Twice,
            Twice
        ]
    );
}

#[test]
fn two_folders_of_one_title_are_one() {
    let (tree, left_out) = shown(vec![
        page("x/a.md", "a"),
        page("een.md", "---\ntitle: X\n---\nTekst"),
        page("een/b.md", "[naar a](../x/a.md)"),
    ]);
    assert_eq!(tree, ["X: Tekst", "-a: a", "-b: [[a|naar a]]"]);
    assert!(left_out.is_empty());
}

#[test]
fn files_that_went_out_with_their_page_are_known_again() {
    let id = "018f6a7e-0000-7000-8000-000000000001";
    let (tree, _) =
        shown(vec![page("x.md", ""), page("a/b.md", &format!("![kaart](../attachments/{id}-k.png)"))]);
    assert_eq!(tree[2], format!("-b: ![kaart](/files/{id})"));
}

#[test]
fn what_pages_show_is_taken_once_and_the_rest_is_named() {
    let other = |path: &str, content: Content| Entry { path: path.to_owned(), content };
    let bytes = |path: &str, bytes: &[u8]| other(path, Content::Bytes(bytes.to_vec()));
    let folder = read(vec![
        page(
            "a.md",
            "![Kaart](b/KAART.png) ![](b/kaart.png) [z](zelfde.png) [g](groot.zip) ![](../x.png) [m](b/) [l](leeg.txt)",
        ),
        page(
            "b/c.md",
            "![](kaart.png \"Titel\") [weg](weg.pdf#2) ![](https://x.test/kaart.png) `![](los.png)`",
        ),
        bytes("b/Kaart.png", b"kaart"),
        bytes("zelfde.png", b"kaart"),
        bytes("leeg.txt", b""),
        bytes("los.png", b"los"),
        other("groot.zip", Content::TooLarge),
        other("wijst.png", Content::Link),
    ]);
    let [one] = &folder.enclosed[..] else { panic!("{:?}", folder.enclosed) };
    assert_eq!((one.name.as_str(), one.alt.as_deref(), one.was), ("Kaart.png", Some("Kaart"), None));
    let here = format!("/files/{}", one.mark);
    let texts: Vec<&str> = folder.sheets.iter().map(|sheet| sheet.source.as_str()).collect();
    assert_eq!(texts[0].matches(&here).count(), 3);
    assert!(texts[0].ends_with("[g](groot.zip) ![](../x.png) [m](b/) [l](leeg.txt)"), "{}", texts[0]);
    assert!(texts[2].starts_with(&format!("![]({here}) [weg](weg.pdf#2)")), "{}", texts[2]);
    let left_out: Vec<(&str, Why)> = folder.left_out.iter().map(|one| (one.path.as_str(), one.why)).collect();
    assert_eq!(
        left_out,
        [
            ("leeg.txt", Why::Empty),
            ("groot.zip", Why::FileTooLarge),
            ("wijst.png", Why::Link),
            ("../x.png", Why::Path),
            ("b/weg.pdf", Why::Missing),
            ("los.png", Why::NotMarkdown),
        ]
    );
}
