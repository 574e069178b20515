package io.caravan.cli;

import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** All words of the command line. */
@Command(
        name = "caravan",
        description = "Durable chains of asynchronous actions as plain Camel YAML.",
        versionProvider = Words.Version.class,
        synopsisSubcommandLabel = "[WORD]",
        commandListHeading = "%nWords (none = run):%n",
        footer = "%ncaravan WORD --help tells all of a word: its options, defaults, exit codes, an example.")
public final class Words {
    private static final int WIDTH = 100;

    /** The version in the manifest of our jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Words.class.getPackage().getImplementationVersion();
            return new String[] {
                "caravan " + (version == null ? "(from a development tree)" : version) + ", Java "
                        + System.getProperty("java.version")
            };
        }
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this and end.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version and end.")
    private boolean version;

    private Words() {}

    /** Does what the words say; the exit code. */
    public static int execute(House house, Terminal terminal, String... words) {
        // `help WORD` is what many type first
        boolean help = words.length > 0 && words[0].equals("help");
        return line(house, terminal)
                .execute(
                        help
                                ? Stream.concat(Stream.of(words).skip(1), Stream.of("--help"))
                                        .toArray(String[]::new)
                                : words);
    }

    static CommandLine line(House house, Terminal terminal) {
        var line = new CommandLine(new Words())
                .addSubcommand(new Run(house))
                .addSubcommand(new Validate(house, terminal))
                .addSubcommand(new Graph(house, terminal))
                .addSubcommand(new Simulate(house, terminal))
                .addSubcommand(new TestFlows(house, terminal))
                .addSubcommand(new Send(house, terminal))
                .addSubcommand(new Flows(house, terminal))
                .addSubcommand(new DeadLetters(house, terminal))
                .addSubcommand(new Replay(house, terminal))
                .addSubcommand(new Verify(house, terminal))
                .addSubcommand(new Backup(house))
                .addSubcommand(new Token(house))
                .addSubcommand(HubSpot.words(house, terminal));
        head(line);
        return line.setOut(terminal.out())
                .setErr(terminal.err())
                .setUsageHelpWidth(WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                // @FILE is where data comes from, not where words come from
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(Mistakes::misunderstood)
                .setExecutionExceptionHandler(Mistakes::notDone);
    }

    /** Also of the words behind a word. */
    private static void head(CommandLine line) {
        line.getSubcommands().values().forEach(word -> {
            UsageMessageSpec help = word.getCommandSpec().usageMessage();
            help.parameterListHeading("%nWhat:%n")
                    .optionListHeading("%nOptions:%n")
                    .exitCodeListHeading("%nExit codes:%n");
            head(word);
        });
    }
}
