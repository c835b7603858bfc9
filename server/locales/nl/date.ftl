# Moments as people say them.
date-just-now = zojuist
date-minutes-ago = { $count ->
    [one] { $count } minuut geleden
   *[other] { $count } minuten geleden
}
date-hours-ago = { $count } uur geleden
date-yesterday = gisteren om { $time }
date-in-seconds = { $count ->
    [one] over { $count } seconde
   *[other] over { $count } seconden
}
date-in-minutes = { $count ->
    [one] over { $count } minuut
   *[other] over { $count } minuten
}
date-in-hours = over { $count } uur
date-today = vandaag om { $time }
date-tomorrow = morgen om { $time }
date-day-this-year = { $day } { $month }
date-day = { $day } { $month } { $year }
date-exact = { $weekday } { $date } om { $time }
date-january = januari
date-february = februari
date-march = maart
date-april = april
date-may = mei
date-june = juni
date-july = juli
date-august = augustus
date-september = september
date-october = oktober
date-november = november
date-december = december
date-monday = maandag
date-tuesday = dinsdag
date-wednesday = woensdag
date-thursday = donderdag
date-friday = vrijdag
date-saturday = zaterdag
date-sunday = zondag
