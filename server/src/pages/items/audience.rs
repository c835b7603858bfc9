//! Who reads something, in words beside it and beside the button that publishes it.

use domain::Audience;
use domain::groups::Group;

use crate::i18n::Texts;

/// "Zichtbaar voor de 41 leden van 3 organisaties".
pub fn sentence(t: Texts, audience: Audience, group: Option<&Group>) -> String {
    match (audience, group) {
        (Audience::Public, _) => t.get("items-audience-public"),
        (Audience::Network, _) => t.get("items-audience-network"),
        (Audience::Organisation, Some(group)) => {
            t.with("items-audience-organisation-group", [("organisation", &group.organisation)])
        }
        (Audience::Organisation, None) => t.get("items-audience-organisation"),
        (Audience::Group, Some(group)) => {
            let counts = [("members", group.member_count), ("organisations", group.organisation_count)];
            t.with("items-audience-group", counts)
        }
        (Audience::Group, None) => t.get("items-audience-members"),
        (Audience::Own, _) => t.get("items-audience-self"),
    }
}
