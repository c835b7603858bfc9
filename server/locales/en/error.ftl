# What went wrong, what is kept, what to do.
error-id = Number for your administrator: { $id }
error-home = Go to the start page
error-back = Go back
error-retry = Try again

error-not-found-title = This page is not here
error-not-found-text = Perhaps the address was not copied well, or the page is gone or not meant for you.
error-not-found-search = Find a colleague

error-forbidden-title = You cannot do this from here
error-forbidden-text = You are signed in, but your role does not allow this. Ask your administrator.

error-elsewhere-title = This form came from another site
error-elsewhere-text = For your safety nothing was done. Open the page again and send the form from there.

error-method-title = This address is not one to open
error-method-text = It expects a form or another program. Begin again on the start page.

error-too-large-title = This is too large
error-too-large-text = What you sent is larger than { $max }. Nothing was saved. Make it smaller and try again.

error-invalid-title = This is not right yet
error-invalid-text = Look at this again and send it once more. Nothing was changed.
error-unreadable = Plein did not understand what was sent. Go back, look at it again and send it once more.

error-conflict-title = Something changed in the meantime
error-conflict-text = What you wanted to do is no longer possible this way. Go back to see how things are now.

error-limited-title = One moment, please
error-limited-text = This was done too often in a row. Try again { $when }.

error-internal-title = Something went wrong on our side
error-internal-text = What you did was not saved. Try again later. If it keeps going wrong, give your administrator the number below.

error-slow-title = This took too long
error-slow-text = Plein stopped waiting. Try again later.

error-unavailable-title = Plein is away for a moment
error-unavailable-text = The data cannot be reached now. Nothing is lost. Try again in a minute.

# Field errors that every form shares.
error-required = Fill this in.
error-too-long = Use at most { $max } characters here.
error-too-short = Use at least { $min } characters here.
