# The first steps after the first sign-in.
welcome-progress = Stap { $at } van { $of }
welcome-step-who = Wie je bent
welcome-step-knowledge = Wat je weet
welcome-step-found = Wie jou mag vinden
welcome-who-title = Welkom! Klopt dit?
welcome-who-lead = Zo weten collega’s wie je bent. Niemand ziet dit tot je bij stap 3 kiest wie jou mag vinden.
welcome-knowledge-title = Waar weet jij iets van?
welcome-knowledge-lead = Hierop word je het meest gevonden. Drie onderwerpen zijn genoeg om te beginnen.
welcome-found-title = Wie mag jou vinden?
welcome-found-lead = Jij kiest. Je kunt dit altijd veranderen, en per veld kiezen wie het ziet.
welcome-next = Ga verder
welcome-back = Terug
welcome-skip = Sla dit over
welcome-later = Kies later
welcome-finish = Klaar
welcome-notice-done = Je profiel staat klaar. Zoek nu zelf een collega.
welcome-notice-later = Je kunt je profiel later afmaken, bij Profiel. Tot die tijd vindt niemand je.
