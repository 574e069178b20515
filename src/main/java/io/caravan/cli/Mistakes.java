package io.caravan.cli;

import io.caravan.flow.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what was not understood or could not be done, in one sentence on the error stream. */
final class Mistakes {
    private Mistakes() {}

    static int misunderstood(ParameterException mistake, String[] words) {
        CommandLine line = mistake.getCommandLine();
        tell(line, sentence(mistake, line) + " See " + line.getCommandSpec().qualifiedName() + " --help.");
        return Exit.USAGE;
    }

    private static String sentence(ParameterException mistake, CommandLine line) {
        if (mistake instanceof UnmatchedArgumentException unmatched) {
            return unknown(unmatched.getUnmatched().get(0), line);
        }
        String told = String.valueOf(mistake.getMessage());
        String sentence = mistake instanceof MissingParameterException missing
                        && missing.getMissing().size() == 1
                ? name(missing.getMissing().get(0)) + " is missing."
                : told;
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }

    private static String name(ArgSpec missing) {
        return missing instanceof OptionSpec option ? option.longestName() : missing.paramLabel();
    }

    private static String unknown(String written, CommandLine line) {
        if (written.startsWith("-")) {
            String option = written.replaceFirst("=.*", "");
            return "unknown option '" + option + "'"
                    + Nearest.meant(option, line.getCommandSpec().optionsMap().keySet(), ".");
        }
        if (line.getSubcommands().isEmpty()) {
            return "'" + written + "' is one word too many.";
        }
        return "unknown word '" + written + "'"
                + Nearest.meant(written, line.getSubcommands().keySet(), ".");
    }

    static int notDone(Exception thrown, CommandLine line, ParseResult words) {
        if (thrown instanceof NotDone reason) {
            tell(line, String.valueOf(reason.getMessage()));
            return reason.code();
        }
        tell(line, "an error inside Caravan, please report it:");
        thrown.printStackTrace(line.getErr());
        return Exit.BROKEN;
    }

    private static void tell(CommandLine line, String sentence) {
        line.getErr().println("caravan: " + sentence);
        line.getErr().flush();
    }
}
