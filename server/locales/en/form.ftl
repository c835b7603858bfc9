# What every form says.
form-optional = (may stay empty)
form-error = This is not right yet:
form-errors = { $count ->
    [one] One thing is not right yet. The rest is kept on this page.
   *[other] { $count } things are not right yet. The rest is kept on this page.
}
