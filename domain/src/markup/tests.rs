use std::time::{Duration, Instant};

use super::*;

/// What must never be in HTML of ours, whatever was typed.
fn assert_harmless(from: &str, html: &str) {
    let lower = html.to_lowercase();
    // Text is escaped: a `<` that is there begins a tag.
    for tag in lower.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default()) {
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let known = [
            "p",
            "br",
            "hr",
            "h3",
            "h4",
            "h5",
            "h6",
            "strong",
            "b",
            "em",
            "i",
            "del",
            "s",
            "code",
            "pre",
            "blockquote",
            "ul",
            "ol",
            "li",
            "a",
            "img",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        ];
        assert!(known.contains(&name.as_str()), "<{name}> of {from:?}: {html}");
        for attribute in tag.split('"').step_by(2).filter_map(|part| part.trim().strip_suffix('=')) {
            let name = attribute.rsplit([' ', '\n']).next().unwrap_or_default();
            let known = ["href", "rel", "src", "alt", "loading", "start", "align", "class"];
            assert!(known.contains(&name), "{name} of {from:?}: {html}");
        }
        if let Some((_, address)) = tag.split_once("href=\"") {
            let address = address.split('"').next().unwrap_or_default();
            let scheme = address.split(['/', '?', '#']).next().unwrap_or_default().split_once(':');
            let is_known = scheme.is_none_or(|(scheme, _)| ["http", "https", "mailto"].contains(&scheme));
            assert!(is_known, "{address} of {from:?}");
        }
    }
}

#[test]
fn markdown_becomes_html() {
    for (markdown, html) in [
        ("", ""),
        ("Hallo **allen**", "<p>Hallo <strong>allen</strong></p>"),
        ("een\ntwee", "<p>een<br>\ntwee</p>"),
        ("~~weg~~ en `code`", "<p><del>weg</del> en <code>code</code></p>"),
        ("> citaat", "<blockquote>\n<p>citaat</p>\n</blockquote>"),
        ("3. drie\n4. vier", "<ol start=\"3\">\n<li>drie</li>\n<li>vier</li>\n</ol>"),
        ("```rust\nlet a = 1 < 2;\n```", "<pre><code>let a = 1 &lt; 2;\n</code></pre>"),
        ("[x] geen taak", "<p>[x] geen taak</p>"),
        (
            "- [ ] open\n- [x] klaar",
            "<ul>\n<li class=\"plein-task\">☐ open</li>\n<li class=\"plein-task\">☑ klaar</li>\n</ul>",
        ),
        (
            "[Woo](https://wet.test/woo \"titel\")",
            "<p><a href=\"https://wet.test/woo\" rel=\"nofollow noopener ugc\">Woo</a></p>",
        ),
        (
            "www.wet.test",
            "<p><a href=\"http://www.wet.test\" rel=\"nofollow noopener ugc\">www.wet.test</a></p>",
        ),
        (
            "sanne@utrecht.test",
            "<p><a href=\"mailto:sanne@utrecht.test\" rel=\"nofollow noopener ugc\">sanne@utrecht.test</a></p>",
        ),
        (
            "Dag @sanne@utrecht.test en `@karim`.",
            "<p>Dag <a href=\"/people/named/sanne@utrecht.test\" rel=\"nofollow noopener ugc\">@sanne@utrecht.test</a> en <code>@karim</code>.</p>",
        ),
        ("[gids](/people?q=woo)", "<p><a href=\"/people?q=woo\" rel=\"nofollow noopener ugc\">gids</a></p>"),
        ("[^1] noot", "<p>[^1] noot</p>"),
        ("<b>vet</b>", "<p>&lt;b&gt;vet&lt;/b&gt;</p>"),
    ] {
        assert_eq!(to_html(markdown).trim_end(), html, "{markdown:?}");
    }
    let table = to_html("|a|b|\n|-|:-:|\n|1|2|");
    assert!(table.contains("<th>a</th>") && table.contains("<td align=\"center\">2</td>"), "{table}");
}

#[test]
fn headings_begin_below_those_of_the_page_and_skip_no_level() {
    for (markdown, levels) in [
        ("# a\n## b", vec![3, 4]),
        ("## a\n### b\n## c", vec![3, 4, 3]),
        ("###### a", vec![3]),
        ("# a\n###### b", vec![3, 4]),
        ("## a\n#### b\n#### c\n# d\n### e", vec![3, 4, 4, 3, 4]),
        ("a\n===\nb\n---", vec![3, 4]),
    ] {
        let html = to_html(markdown);
        let found: Vec<u32> =
            html.split("<h").skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10)).collect();
        assert_eq!(found, levels, "{markdown:?}");
    }
    assert_eq!(from_remote_html("<h1>a</h1><h6>b</h6>"), "<h3>a</h3><h4>b</h4>");
    assert_eq!(from_remote_html("<h2>a</h2><h4>b</h4><h1>c"), "<h3>a</h3><h4>b</h4><h3>c</h3>");
}

#[test]
fn images_are_ours_or_links() {
    let rel = "rel=\"nofollow noopener ugc\"";
    for (markdown, html) in [
        (
            "![kaart](/files/1/kaart.png)",
            "<img src=\"/files/1/kaart.png\" alt=\"kaart\" loading=\"lazy\">".to_owned(),
        ),
        ("![-](/files/1/lijn.png)", "<img src=\"/files/1/lijn.png\" alt=\"\" loading=\"lazy\">".to_owned()),
        ("![kaart](https://e.test/k.png)", format!("<a href=\"https://e.test/k.png\" {rel}>kaart</a>")),
        (
            "![](https://e.test/k.png)",
            format!("<a href=\"https://e.test/k.png\" {rel}>https://e.test/k.png</a>"),
        ),
        (
            "[![kaart](https://e.test/k.png)](https://e.test/)",
            format!("<a href=\"https://e.test/\" {rel}>kaart</a>"),
        ),
        ("![x](/files/../sign-out)", format!("<a href=\"/files/../sign-out\" {rel}>x</a>")),
        ("![x](/files/%2e%2e/sign-out)", format!("<a href=\"/files/%2e%2e/sign-out\" {rel}>x</a>")),
        ("![x](//files/e.test)", format!("<a href=\"//files/e.test\" {rel}>x</a>")),
        ("![x](javascript:alert)", format!("<a {rel}>x</a>")),
    ] {
        assert_eq!(to_html(markdown).trim_end(), format!("<p>{html}</p>"), "{markdown:?}");
    }
    assert_eq!(
        from_remote_html(
            "<p><img src='https://e.test/a.png' alt='een &lt;b&gt; &quot;x&quot;' onerror=alert(1)></p>"
        ),
        format!("<p><a href=\"https://e.test/a.png\" {rel}>een &lt;b&gt; \"x\"</a></p>")
    );
    assert_eq!(from_remote_html("<img src=/files/1.png alt=x>"), format!("<a {rel}>x</a>"));
}

#[test]
fn html_of_other_software_keeps_its_words_and_nothing_else() {
    let rel = "rel=\"nofollow noopener ugc\"";
    for (from, html) in [
        (
            "<p><span class=\"h-card\"><a href=\"https://m.test/@a\" class=\"u-url mention\">@<span>a</span></a></span></p>",
            format!("<p><a href=\"https://m.test/@a\" {rel}>@a</a></p>"),
        ),
        ("<p style=\"position:fixed\" class=\"plein-toast\" id=\"main\">x</p>", "<p>x</p>".into()),
        ("<div>een</div><li class=plein-task>twee", "een<li>twee</li>".into()),
        ("<a href=\"/sign-out\">weg</a>", format!("<a {rel}>weg</a>")),
        ("<form action=/x><input name=password><button>Ga</button></form>", "Ga".into()),
        ("<p>open", "<p>open</p>".into()),
        ("<style>p{}</style><svg><a href='https://x.test'>y</a></svg>z", "z".into()),
    ] {
        assert_eq!(from_remote_html(from), html, "{from}");
    }
}

const EVIL: [&str; 40] = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//e.test></sCrIpT>",
    "<script",
    "<<script>alert(1);//<</script>",
    "<img src=x onerror=alert(1)>",
    "<img/src='x'/onerror='alert(1)'>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\" &#14; javascript:alert(1)\">x</a>",
    "<a href=\"jav&#x09;ascript:alert(1)\">x</a>",
    "<a href=data:text/html,<script>alert(1)</script>>x</a>",
    "<a href=\"vbscript:x\" onclick=alert(1)>x</a>",
    "<a href='https://e.test/\" onmouseover=\"alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object><embed src=//e.test>",
    "<base href=//e.test><meta http-equiv=refresh content='0;url=//e.test'>",
    "<p style=\"background:url(javascript:alert(1))\" class=\"plein-dialog\">x</p>",
    "<details open ontoggle=alert(1)><video><source onerror=alert(1)></video>",
    "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\"></textarea>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<a title=\"<img src=x alt=y onerror=alert(1)>\" href=\"https://e.test/<img src=x onerror=alert(1)>\">x</a>",
    "<img alt=\"<script>alert(1)</script>\" src=\"https://e.test/a\">",
    "[x](javascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](\u{1}javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](https://e.test/\"onmouseover=alert(1))",
    "[x]: javascript:alert(1)\n[x]",
    "<javascript:alert(1)>",
    "![\"onerror=alert(1)](/files/a.png)",
    "![a](https://e.test/\"onerror=\"alert(1) \"t\")",
    "`<script>` ```\n</code><script>alert(1)</script>",
];

#[test]
fn nothing_that_is_typed_or_received_does_anything() {
    for evil in EVIL {
        for text in
            [evil.to_owned(), format!("| {evil} |\n|-|\n| {evil} |"), format!("> - {evil}\n\n{evil}{evil}")]
        {
            assert_harmless(&text, &to_html(&text));
            assert_harmless(&text, &from_remote_html(&text));
            assert_harmless(&text, &from_remote_html(&to_html(&text)));
        }
    }
}

#[test]
fn what_was_cleaned_stays_as_it_is() {
    for evil in EVIL {
        let once = from_remote_html(evil);
        assert_eq!(from_remote_html(&once), once, "{evil}");
    }
}

#[test]
fn long_and_deep_texts_are_shown_in_time() {
    let patterns = [
        "> ",
        ">",
        "- ",
        "* ",
        "1. ",
        "[",
        "![",
        "*a ",
        "**a _",
        "`",
        "``` ",
        "<",
        "<a ",
        "](",
        "[a](",
        "~~",
        "|",
        "a|",
        "@a",
        "http://",
        "\\",
        "# ",
        "a\n",
        "- [ ] x\n",
        "> a\n",
        "|a|b|\n|-|-|\n",
        "![a](https://e.test/a)",
        "<div>",
        "<b>",
        "<!--",
        "&lt;",
        "&",
        "\u{a0}",
        "\u{0}",
        "é",
        "  - a\n",
    ];
    for pattern in patterns {
        // Writing these is quick in what is shipped, and slow where the search for bytes is not optimised.
        let chars = if ["&", "\u{a0}"].contains(&pattern) { 15_000 } else { 100_000 };
        let text = pattern.repeat(chars / pattern.len());
        let started = Instant::now();
        assert_harmless(pattern, &to_html(&text));
        assert_harmless(pattern, &from_remote_html(&text));
        excerpt(&text, 200);
        mentions(&text);
        bad_practice(&text);
        let took = started.elapsed();
        assert!(took < Duration::from_secs(20), "{pattern:?} took {took:?}");
    }
    let rule = format!("**a**\n\n{}\n", "-".repeat(500));
    assert_eq!(to_html(&rule), "<p><strong>a</strong></p>\n<hr>\n");
    let stairs: String = (0..400).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect();
    assert!(to_html(&stairs).contains("- a"), "shown as it was typed");
    let remote = format!("{}x{}", "<blockquote>".repeat(5_000), "</blockquote>".repeat(5_000));
    assert_harmless("quotes", &from_remote_html(&remote));
}

#[test]
fn an_excerpt_is_one_line_of_words() {
    for (markdown, max, line) in [
        ("", 10, ""),
        ("# Kop\n\nEerste *zin*.\n\n- a\n- b", 100, "Kop Eerste zin. a b"),
        ("Een [link](https://x.test) en `code`", 100, "Een link en code"),
        ("![een kaart](/files/k.png) hier", 100, "een kaart hier"),
        ("Stikstof en natuur", 18, "Stikstof en natuur"),
        ("Stikstof en natuur", 17, "Stikstof en…"),
        ("Stikstof, en natuur", 12, "Stikstof…"),
        ("Arbeidsongeschiktheid", 6, "Arbei…"),
        ("Eén twee", 4, "Eén…"),
        ("een\ntwee", 100, "een twee"),
        ("|a|b|\n|-|-|\n|c|d|", 100, "a b c d"),
    ] {
        let excerpt = excerpt(markdown, max);
        assert_eq!(excerpt, line, "{markdown:?}");
        assert!(excerpt.chars().count() <= max);
    }
}

#[test]
fn a_text_names_people_outside_code_and_links() {
    for (markdown, named) in [
        ("Dag @sanne.de-vries, en @karim@gelderland.test!", vec!["sanne.de-vries", "karim@gelderland.test"]),
        ("@Sanne @sanne (@sanne)", vec!["sanne"]),
        ("**@sanne**: zie @karim.", vec!["sanne", "karim"]),
        ("@karim@gelderland.localhost:8080 zei", vec!["karim@gelderland.localhost:8080"]),
        ("@karim@gelderland.test: zei", vec!["karim@gelderland.test"]),
        ("sanne@utrecht.test a@b @ @. @-x", vec![]),
        ("`@sanne` en\n\n```\n@karim\n```\n\n    @fatma", vec![]),
        ("[@sanne](https://x.test) https://x.test/@karim", vec![]),
        ("@jan_de_boer_ en @jan*piet*", vec!["jan_de_boer", "jan"]),
    ] {
        assert_eq!(mentions(markdown), named, "{markdown:?}");
    }
    let many: String = (0..200).map(|number| format!("@a{number} ")).collect();
    assert_eq!(mentions(&many).len(), 50);
}

#[test]
fn an_author_is_told_what_is_hard_to_read() {
    use Advice::{HeadingSkipped, ImageWithoutText, LinkIsAddress, LinkSaysNothing};
    for (markdown, advice) in [
        ("## Kop\n\n### Kop\n\n[de Woo](https://wet.test) sanne@utrecht.test", vec![]),
        ("![](/files/k.png)", vec![ImageWithoutText { address: "/files/k.png".into() }]),
        ("![-](/files/k.png) ![kaart](/files/k.png)", vec![]),
        ("# a\n### b\n# c\n## d", vec![HeadingSkipped { heading: "b".into() }]),
        (
            "[Klik hier](https://a.test) [here.](https://b.test)",
            vec![LinkSaysNothing { words: "Klik hier".into() }, LinkSaysNothing { words: "here.".into() }],
        ),
        (
            "https://a.test [https://b.test](https://b.test)",
            vec![
                LinkIsAddress { address: "https://a.test".into() },
                LinkIsAddress { address: "https://b.test".into() },
            ],
        ),
        ("`https://a.test`", vec![]),
    ] {
        assert_eq!(bad_practice(markdown), advice, "{markdown:?}");
    }
    assert_eq!(bad_practice(&(0..50).map(|n| format!("![](/files/{n}) ")).collect::<String>()).len(), 10);
}

#[test]
fn a_title_between_brackets_leads_to_its_page() {
    let at = |markdown| to_page(markdown, "/wiki/to?title=");
    let written = at("Zie [[Onboarding]], [[議事録|de notulen]] en `[[Niet]]`.");
    assert_eq!(written.titles, ["Onboarding", "議事録"]);
    assert!(written.html.contains("href=\"/wiki/to?title=Onboarding\""), "{}", written.html);
    assert!(written.html.contains("%E8%AD%B0%E4%BA%8B%E9%8C%B2\" rel"), "{}", written.html);
    assert!(
        written.html.contains(">de notulen</a>") && written.html.contains("[[Niet]]"),
        "{}",
        written.html
    );
    let evil = at("[[<script>alert(1)</script>\" onclick=\"x]] [[?!]]");
    assert!(!evil.html.contains("<script") && evil.html.contains("[[?!]]"), "{}", evil.html);
    assert_eq!(evil.titles, ["<script>alert(1)</script>\" onclick=\"x"]);
}

#[test]
fn headings_can_be_pointed_at() {
    let written = to_page("# Één *kop*\n\n## a & <b>\n\n# Eén kop\n\n# ?", "/x/");
    let found: Vec<_> =
        headings(&written.html).into_iter().map(|one| (one.level, one.id, one.words)).collect();
    let heading = |level, id: &str, words: &str| (level, id.to_owned(), words.to_owned());
    assert_eq!(
        found,
        [
            heading(3, "s-een-kop", "Één kop"),
            heading(4, "s-a-b", "a & <b>"),
            heading(3, "s-een-kop-2", "Eén kop"),
            heading(3, "s-", "?"),
        ],
        "{}",
        written.html
    );
    let many = to_page(&"# a\n\n".repeat(2_000), "/x/");
    assert_eq!(headings(&many.html).len(), 300);
}
