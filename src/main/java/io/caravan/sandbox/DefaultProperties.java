package io.caravan.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The properties that every HubSpot account has, as far as people use them, with Caravan's own unique key. */
final class DefaultProperties {
    private static final Set<String> UNIQUE =
            Set.of("contacts.email", "deals.caravan_key", "companies.caravan_key", "notes.caravan_key");
    private static final Set<String> READ_ONLY =
            Set.of("hs_object_id", "createdate", "hs_createdate", "lastmodifieddate", "hs_lastmodifieddate");

    private static final Map<Kind, String> NAMES = Map.of(
            Kind.CONTACTS,
            """
            email firstname lastname phone mobilephone fax company jobtitle salutation website address city state zip country
            industry message lifecyclestage hs_lead_status hubspot_owner_id date_of_birth gender annualrevenue numemployees
            hs_language hs_timezone twitterhandle hs_additional_emails notes_last_contacted
            """,
            Kind.COMPANIES,
            """
            name domain phone description about_us industry website address address2 city state zip country numberofemployees
            annualrevenue lifecyclestage hs_lead_status hubspot_owner_id type founded_year timezone linkedin_company_page
            caravan_key
            """,
            Kind.DEALS,
            """
            dealname amount dealstage pipeline closedate dealtype description hubspot_owner_id hs_priority hs_next_step
            closed_lost_reason closed_won_reason hs_forecast_amount hs_forecast_probability hs_deal_stage_probability
            deal_currency_code amount_in_home_currency hs_acv hs_arr hs_mrr hs_tcv notes_last_contacted caravan_key
            """,
            Kind.NOTES,
            """
            hs_note_body hs_timestamp hs_attachment_ids hubspot_owner_id caravan_key
            """);

    private static final Map<Kind, List<String>> SHOWN = Map.of(
            Kind.CONTACTS, List.of("email", "firstname", "lastname"),
            Kind.COMPANIES, List.of("name", "domain"),
            Kind.DEALS, List.of("amount", "closedate", "dealname", "dealstage", "pipeline"),
            Kind.NOTES, List.of());

    /** Made once: every write asks for them. */
    private static final Map<Kind, List<PropertyDefinition>> ALL =
            Stream.of(Kind.values()).collect(Collectors.toUnmodifiableMap(kind -> kind, DefaultProperties::make));

    private DefaultProperties() {}

    static List<PropertyDefinition> of(Kind kind) {
        return ALL.get(kind);
    }

    private static List<PropertyDefinition> make(Kind kind) {
        return Stream.concat(
                        Stream.of(NAMES.get(kind).split("\\s+")),
                        READ_ONLY.stream().sorted())
                .map(name -> PropertyDefinition.named(
                        name, UNIQUE.contains(kind.plural() + "." + name), READ_ONLY.contains(name)))
                .toList();
    }

    /** What a GET shows of a record when it does not say which properties it wants. */
    static List<String> shown(Kind kind) {
        return SHOWN.get(kind);
    }

    static boolean readOnly(String name) {
        return READ_ONLY.contains(name);
    }
}
