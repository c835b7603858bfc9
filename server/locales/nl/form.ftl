# Wat elk formulier zegt.
form-optional = (mag leeg blijven)
form-error = Dit klopt nog niet:
form-errors = { $count ->
    [one] Eén ding klopt nog niet. De rest is bewaard op deze pagina.
   *[other] { $count } dingen kloppen nog niet. De rest is bewaard op deze pagina.
}
