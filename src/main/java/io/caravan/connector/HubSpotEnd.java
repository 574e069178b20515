package io.caravan.connector;

/** One end of an association: a record by its kind ({@code deals}, {@code 0-3}, a custom object) and its id. */
record HubSpotEnd(String kind, String id) {

    HubSpotEnd {
        if (!kind.matches("[\\w-]{1,100}")) {
            throw Said.rejected(
                    "UnknownKind", "A kind of HubSpot record is a name like contacts or deals, not '" + kind + "'.");
        }
        if (!id.matches("\\d{1,20}")) {
            throw Said.rejected("NoId", "The id of a HubSpot record is a number, not '" + id + "' (" + kind + ").");
        }
    }

    /** As it stands in a path. */
    @Override
    public String toString() {
        return kind + "/" + id;
    }
}
