package io.caravan.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code caravan hubspot}: words about the HubSpot portal of the configuration. */
@Command(
        name = "hubspot",
        description = "Prepares the HubSpot portal of the configuration.",
        synopsisSubcommandLabel = "WORD",
        exitCodeList = "64:the words are not understood",
        footer = "%nExample: caravan hubspot setup")
final class HubSpot {
    private HubSpot() {}

    static CommandLine words(House house, Terminal terminal) {
        return new CommandLine(new HubSpot()).addSubcommand(new Setup(house, terminal));
    }

    /** {@code caravan hubspot setup}. */
    @Command(
            name = "setup",
            description = {
                "Makes the property caravan_key, whose values are unique, for each kind of record; once per portal. By it the"
                        + " kamelets find their records again. A repeat finds it and changes nothing.",
                "",
                "The portal is that of caravan.hubspot.url, its token is read from CARAVAN_HUBSPOT_TOKEN or the"
                        + " configuration, never from the command line. It needs no running Caravan."
            },
            exitCodeList = {
                "0:all kinds can be used; what was found or made stands on a line each",
                "1:a kind cannot be used; the line says why",
                "64:the words are not understood",
                "67:HubSpot does not accept the token",
                "69:HubSpot does not answer",
                "75:HubSpot refuses for now, as by a limit; try again later",
                "76:what answers is no HubSpot",
                "77:the token's scopes do not allow it",
                "78:the configuration cannot be used"
            },
            footer = "%nExample: CARAVAN_HUBSPOT_TOKEN=... caravan hubspot setup deals")
    static final class Setup implements Callable<Integer> {
        private final House house;
        private final Terminal terminal;

        @Parameters(
                paramLabel = "KIND",
                arity = "0..*",
                defaultValue = "deals companies notes",
                split = " ",
                description = "Of deals, companies, notes, contacts. Default: ${DEFAULT-VALUE}.")
        private List<String> kinds = List.of();

        Setup(House house, Terminal terminal) {
            this.house = house;
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            for (String kind : kinds) {
                if (!KINDS.contains(kind)) {
                    throw new NotDone(
                            Exit.USAGE, "'" + kind + "' is no kind of record that can be prepared; name " + ALL + ".");
                }
            }
            return house.hubSpot().applyAsInt(kinds, terminal.out()::println);
        }

        private static final List<String> KINDS = List.of("deals", "companies", "notes", "contacts");
        private static final String ALL = String.join(", ", KINDS);
    }
}
