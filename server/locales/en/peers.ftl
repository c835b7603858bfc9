# Administration › Organisations: whom we are connected with.
peers-title = Organisations
peers-lead = Colleagues of connected organisations find each other. You decide with whom you are connected.
peers-requests = { $count ->
    [one] One request is waiting for you
   *[other] { $count } requests are waiting for you
}
peers-look = Look at the request
peers-connected = Connected organisations
peers-none = Not connected with anyone yet
peers-none-text = Ask another organisation below. All you need is the address of their Plein.
peers-organisation = Organisation
peers-state = State
peers-shared = Shared
peers-last-contact = Last contact
peers-waiting = Messages waiting
peers-never = Not yet
peers-trouble = Cannot be reached
peers-shares-people = Colleagues
peers-shares-nothing = Nothing
peers-connect = Connect with an organisation
peers-host = Address of their Plein
peers-host-hint = For example plein.gelderland.example
peers-connect-consequence = We first look who answers there. Nothing is sent yet.
peers-connect-with = Connect with { $name }
peers-request-consequence = Once sent, their administrator sees your request. Nothing is shared until they say yes.
peers-send = Send the request
peers-send-not = Not now
peers-ask = Look up who answers there
peers-own-words = Your own eight words
peers-own-words-text = Does an administrator of another organisation call to compare? Read these words aloud.
peers-state-requested-out = Waiting for an answer
peers-state-requested-in = Wants to connect
peers-state-approved = Connected
peers-state-paused = Paused
peers-state-blocked = Blocked
peers-state-ended = Not connected
