# What stands around every page.
shell-skip = Skip to content
shell-navigation = Main menu
shell-start = Home
shell-people = Colleagues
shell-profile = Profile
shell-admin = Admin
shell-search = Search colleagues, networks and knowledge
shell-sign-in = Sign in
shell-sign-out = Sign out
shell-menu-of = Menu of { $name }
shell-my-profile = My profile
shell-settings = Settings
shell-help = Help
shell-accessibility = Accessibility
shell-language = Language
shell-scheme = Light or dark
shell-scheme-auto = Automatic
shell-scheme-light = Light
shell-scheme-dark = Dark
shell-close = Close
shell-pages = Pages
shell-previous = Previous
shell-next = Next
shell-no-answer = That did not work: no proper answer came. Try again, or reload the page.
shell-groups = Networks
shell-bell = Notifications
shell-bell-unread = { $count ->
    [one] { $count } new notification
   *[other] { $count } new notifications
}
shell-bookmarks = Kept
shell-drafts = Drafts
