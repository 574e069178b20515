package io.caravan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.caravan.cli.Said.Speaker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The words themselves: their help, and what is said of a word that nobody knows. */
class WordsTest {
    private static final Speaker SPEAKER = Speaker.to("http://127.0.0.1:1");

    private static final House REFUSED = new House(
            WordsTest::refuse,
            new House.Stored(
                    (found, progress) -> {
                        refuse();
                        return 0;
                    },
                    folder -> {
                        refuse();
                        return 0;
                    }),
            new House.Routes(
                    () -> {
                        refuse();
                        return Said.policies();
                    },
                    folder -> {
                        refuse();
                        return List.of();
                    },
                    folder -> {
                        refuse();
                        return Said.simulator(folder);
                    }),
            new House.Access(
                    () -> {
                        refuse();
                        return "";
                    },
                    (role, name) -> refuse()),
            (kinds, out) -> {
                refuse();
                return 0;
            });

    private static void refuse() {
        throw new NotDone(Exit.CONFIGURATION, "caravan.attempts must be a whole number.");
    }

    private static CommandLine line() {
        var nowhere = new PrintWriter(new StringWriter());
        return Words.line(REFUSED, new Terminal(System.in, nowhere, nowhere, false, Map.of()));
    }

    static Stream<CommandLine> words() {
        return line().getSubcommands().values().stream();
    }

    @ParameterizedTest
    @MethodSource("words")
    void the_help_of_a_word_tells_its_options_defaults_exit_codes_and_an_example(CommandLine word) {
        String name = word.getCommandName();
        Said said = SPEAKER.say(name, "--help");
        assertEquals(0, said.code());
        for (String part : List.of("Usage: caravan " + name, "Exit codes:", "Example: ")) {
            assertTrue(said.out().contains(part), () -> part + " is missing in " + said.out());
        }
        for (OptionSpec option : word.getCommandSpec().options()) {
            assertTold(option, option.longestName(), option.typeInfo().isBoolean());
        }
        word.getCommandSpec()
                .positionalParameters()
                .forEach(
                        each -> assertTold(each, each.paramLabel(), each.arity().min() == 1 || name.equals("replay")));
        assertEquals(said, SPEAKER.say("help", name));
    }

    private static void assertTold(ArgSpec argument, String name, boolean needsNoDefault) {
        String told = String.join(" ", argument.description());
        assertTrue(!told.isBlank(), name);
        assertTrue(
                needsNoDefault
                        || told.contains("Default")
                        || List.of("--group", "--note").contains(name),
                name);
    }

    @Test
    void the_help_of_all_lists_every_word() {
        Said said = SPEAKER.say("--help");
        assertEquals(0, said.code());
        for (String word : List.of(
                "run",
                "validate",
                "graph",
                "simulate",
                "test",
                "send",
                "flows",
                "dead-letters",
                "replay",
                "verify",
                "backup",
                "token",
                "hubspot")) {
            assertTrue(said.out().contains("\n  " + word + " "), word);
        }
    }

    @Test
    void a_word_behind_a_word_has_its_help_as_well() {
        String help = SPEAKER.say("hubspot", "setup", "--help").out();
        for (String part : List.of("Usage: caravan hubspot setup", "What:", "Options:", "Exit codes:", "Example: ")) {
            assertTrue(help.contains(part), () -> part + " is missing in " + help);
        }
    }

    @Test
    void the_version_is_told() {
        Said said = SPEAKER.say("--version");
        assertEquals(0, said.code());
        assertTrue(said.out().startsWith("caravan "), said.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    flwos                    | unknown word 'flwos'; did you mean 'flows'? See caravan --help.
                    xyzzyx                   | unknown word 'xyzzyx'. See caravan --help.
                    --verison                | unknown option '--verison'; did you mean '--version'? See caravan --help.
                    flows --statsu=failed    | unknown option '--statsu'; did you mean '--status'? See caravan flows --help.
                    send a b                 | 'b' is one word too many. See caravan send --help.
                    send                     | TYPE is missing. See caravan send --help.
                    token --role viewer      | --name is missing. See caravan token --help.
                    backup                   | FOLDER is missing. See caravan backup --help.
                    validate                 | DIR is missing. See caravan validate --help.
                    hubspot                  | Missing required subcommand. See caravan hubspot --help.
                    hubspot setpu            | unknown word 'setpu'; did you mean 'setup'? See caravan hubspot --help.
                    hubspot setup tickets    | 'tickets' is no kind of record that can be prepared; name deals, companies, notes, contacts.
                    replay f                 | name a flow and its action, or a --group, --definition, --action or --type. See caravan replay --help.
                    replay f a --group g     | name a flow and its action, or a --group, --definition, --action or --type. See caravan replay --help.
                    replay f a --dry-run     | --dry-run, --limit and --rate are for many at once. See caravan replay --help.
                    flows --url ftp://x      | --url must be an address like http://127.0.0.1:8080, without a user in it.
                    flows --url http://a:b@c | --url must be an address like http://127.0.0.1:8080, without a user in it.
                    flows --url http://      | --url must be an address like http://127.0.0.1:8080, without a user in it.
                    """)
    void what_is_not_understood_is_one_sentence(String words, String sentence) {
        assertEquals(
                new Said(Exit.USAGE, "", "caravan: " + sentence + System.lineSeparator()),
                SPEAKER.say(words.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "run",
        "verify",
        "backup x",
        "validate .",
        "graph x --routes .",
        "simulate x",
        "test routes",
        "flows",
        "send x",
        "hubspot setup"
    })
    void a_refused_configuration_is_one_sentence(String words) {
        assertEquals(
                new Said(78, "", "caravan: caravan.attempts must be a whole number." + System.lineSeparator()),
                SPEAKER.say(REFUSED, words.split(" ")));
    }

    @Test
    void a_back_up_gets_its_folder() {
        assertEquals(0, SPEAKER.say("backup", "monday").code());
        assertEquals(73, SPEAKER.say("backup", "tuesday").code());
    }

    @Test
    void a_portal_is_prepared_for_the_kinds_that_are_named_or_for_all_that_kamelets_need() {
        assertEquals(
                new Said(0, "deals: prepared\ncontacts: prepared\n", ""),
                SPEAKER.say("hubspot", "setup", "deals", "contacts"));
        assertEquals(
                new Said(1, "deals: prepared\ncompanies: prepared\nnotes: prepared\n", ""),
                SPEAKER.say("hubspot", "setup"));
    }

    @Test
    void a_token_gets_its_role_and_name() {
        assertEquals(
                0, SPEAKER.say("token", "--role", "viewer", "--name", "ann").code());
        assertEquals(
                new Said(64, "", "caravan: boss is not for ann." + System.lineSeparator()),
                SPEAKER.say("token", "--role", "boss", "--name", "ann"));
        assertEquals(64, SPEAKER.say("token", "--role", "viewer").code());
    }

    @Test
    void a_defect_is_told_as_one() {
        Said said = SPEAKER.say(
                new House(
                        () -> {},
                        new House.Stored((found, progress) -> 0, folder -> 0),
                        new House.Routes(Said::policies, Said::inspect, Said::simulator),
                        new House.Access(
                                () -> {
                                    throw new IllegalStateException("broken");
                                },
                                (role, name) -> {}),
                        (kinds, out) -> 0),
                "flows");
        assertEquals(Exit.BROKEN, said.code());
        assertTrue(said.err().contains("please report it") && said.err().contains("broken"), said.err());
    }

    @Test
    void long_work_shows_how_far_it_is_only_where_somebody_watches() {
        String answer = "all is well" + System.lineSeparator();
        assertEquals(new Said(0, answer, ""), SPEAKER.say("verify"));
        String wipe = "\r\u001b[K";
        assertEquals(
                new Said(0, answer, wipe + "500 flows verified" + wipe + wipe),
                SPEAKER.onTerminal().say("verify"));
    }
}
