# The accessibility statement: honest, so it also says what is missing.
accessibility-title = Accessibility
accessibility-lead = Everybody must be able to use Plein: with a keyboard, a screen reader, a magnifier or on a phone.
accessibility-status-title = Where do we stand?
accessibility-status-text = { $organisation } wants this website to meet WCAG 2.2, levels A and AA. The law asks for WCAG 2.1. There has been no independent audit yet. So we do not claim that the website conforms fully.
accessibility-tested-title = What we check ourselves
accessibility-tested-axe = At every change a program looks for faults on all pages, light and dark, with and without JavaScript. Such a program finds about half of the possible faults.
accessibility-tested-keyboard = Searching and opening a profile works with the keyboard alone. We check that at every change too.
accessibility-tested-small = At a width of 320 pixels (400% zoom) you need not scroll sideways.
accessibility-known-title = What we know is still missing
accessibility-known-readers = We have not tested with all screen readers yet, nor with people who use them daily.
accessibility-known-photos = A photo on a profile has no description of its own. The name always stands beside it.
accessibility-known-theme = Plein does not check the colours of an organisation’s own house style.
accessibility-report-title = Is something in your way?
accessibility-report-text = Tell the administrator of Plein at { $organisation }. Say which page it is, what you wanted to do and what you use. You will get an answer, also when it is not solved yet.
accessibility-law-title = Not satisfied with the answer?
accessibility-law-text = Then you can complain to the organisation, and after that to the National Ombudsman of the Netherlands.
