# Why contact with an organisation failed.
trouble-refuses-us = They refuse us: perhaps they cut the connection.
trouble-not-found = There is no Plein at that address.
trouble-busy = They are busy and ask us to wait.
trouble-status = An unexpected answer came.
trouble-nonsense = An answer came that we do not understand.
trouble-signature = The signature under the answer is wrong. Call the administrator there.
trouble-lie = The answer was about people of another organisation. We did not take it over.
trouble-keys = They use other keys than when you approved them. Call the administrator there and compare the eight words.
trouble-internal = Something went wrong on our side.
trouble-internal-address = The address leads to an internal network and must not be used.
trouble-address = This is no address where a Plein can be.
trouble-name = This address does not exist. See whether it was copied correctly.
trouble-timeout = No answer came in time.
trouble-drip = Their message came in so slowly that we could not wait any longer. They can send it again.
trouble-connection = No connection could be made.
