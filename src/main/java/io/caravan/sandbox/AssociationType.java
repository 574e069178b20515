package io.caravan.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;

/** HubSpot's own types of association; each direction has its number. */
enum AssociationType {
    CONTACT_TO_COMPANY(279, Kind.CONTACTS, Kind.COMPANIES),
    COMPANY_TO_CONTACT(280, Kind.COMPANIES, Kind.CONTACTS),
    DEAL_TO_CONTACT(3, Kind.DEALS, Kind.CONTACTS),
    CONTACT_TO_DEAL(4, Kind.CONTACTS, Kind.DEALS),
    DEAL_TO_COMPANY(341, Kind.DEALS, Kind.COMPANIES),
    COMPANY_TO_DEAL(342, Kind.COMPANIES, Kind.DEALS),
    CONTACT_TO_CONTACT(449, Kind.CONTACTS, Kind.CONTACTS),
    COMPANY_TO_COMPANY(450, Kind.COMPANIES, Kind.COMPANIES),
    DEAL_TO_DEAL(451, Kind.DEALS, Kind.DEALS),
    NOTE_TO_CONTACT(202, Kind.NOTES, Kind.CONTACTS),
    CONTACT_TO_NOTE(201, Kind.CONTACTS, Kind.NOTES),
    NOTE_TO_COMPANY(190, Kind.NOTES, Kind.COMPANIES),
    COMPANY_TO_NOTE(189, Kind.COMPANIES, Kind.NOTES),
    NOTE_TO_DEAL(214, Kind.NOTES, Kind.DEALS),
    DEAL_TO_NOTE(213, Kind.DEALS, Kind.NOTES),
    CONTACT_TO_PRIMARY_COMPANY(1, Kind.CONTACTS, Kind.COMPANIES),
    PRIMARY_COMPANY_TO_CONTACT(2, Kind.COMPANIES, Kind.CONTACTS),
    DEAL_TO_PRIMARY_COMPANY(5, Kind.DEALS, Kind.COMPANIES),
    PRIMARY_COMPANY_TO_DEAL(6, Kind.COMPANIES, Kind.DEALS);

    private final int id;
    private final Kind from;
    private final Kind to;

    AssociationType(int id, Kind from, Kind to) {
        this.id = id;
        this.from = from;
        this.to = to;
    }

    /** The one that HubSpot gives by itself: the first of its kind above. */
    static AssociationType between(Kind from, Kind to) {
        return Arrays.stream(values())
                .filter(type -> type.from == from && type.to == to)
                .findFirst()
                .orElseThrow(() -> HubSpotError.invalid(
                        "No association type exists from " + from.plural() + " to " + to.plural() + "."));
    }

    static Optional<AssociationType> numbered(Kind from, int id) {
        return Arrays.stream(values())
                .filter(type -> type.from == from && type.id == id)
                .findFirst();
    }

    Kind to() {
        return to;
    }

    int id() {
        return id;
    }

    /** As in {@code deal_to_contact}. */
    String label() {
        return from.singular() + "_to_" + to.singular();
    }

    ObjectNode specification() {
        return Json.object().put("associationCategory", "HUBSPOT_DEFINED").put("associationTypeId", id);
    }
}
