# Moments as people say them.
date-just-now = just now
date-minutes-ago = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
date-hours-ago = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
date-yesterday = yesterday at { $time }
date-in-seconds = { $count ->
    [one] in { $count } second
   *[other] in { $count } seconds
}
date-in-minutes = { $count ->
    [one] in { $count } minute
   *[other] in { $count } minutes
}
date-in-hours = in { $count } hours
date-today = today at { $time }
date-tomorrow = tomorrow at { $time }
date-day-this-year = { $day } { $month }
date-day = { $day } { $month } { $year }
date-exact = { $weekday } { $date } at { $time }
date-january = January
date-february = February
date-march = March
date-april = April
date-may = May
date-june = June
date-july = July
date-august = August
date-september = September
date-october = October
date-november = November
date-december = December
date-monday = Monday
date-tuesday = Tuesday
date-wednesday = Wednesday
date-thursday = Thursday
date-friday = Friday
date-saturday = Saturday
date-sunday = Sunday
