# The first steps after the first sign-in.
welcome-progress = Step { $at } of { $of }
welcome-step-who = Who you are
welcome-step-knowledge = What you know
welcome-step-found = Who may find you
welcome-who-title = Welcome! Is this right?
welcome-who-lead = This tells colleagues who you are. Nobody sees it until you choose who may find you, at step 3.
welcome-knowledge-title = What do you know about?
welcome-knowledge-lead = This is what you are found by most. Three subjects are enough to begin with.
welcome-found-title = Who may find you?
welcome-found-lead = You choose. You can always change this, and choose for each field who sees it.
welcome-next = Continue
welcome-back = Back
welcome-skip = Skip this
welcome-later = Choose later
welcome-finish = Done
welcome-notice-done = Your profile is ready. Now find a colleague yourself.
welcome-notice-later = You can finish your profile later, under Profile. Until then nobody finds you.
