package io.caravan;

import io.caravan.console.access.Role;
import io.caravan.console.access.Token;
import io.caravan.console.access.TokenLine;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.Optional;

/** {@code caravan token --role ROLE --name NAME}: makes a token, shows it once, and its line for the file of caravan.tokens. */
final class NewToken {
    private static final String USE = "caravan: say token --role ROLE --name NAME; the role is " + Role.words()
            + ", the name letters, digits and . _ @ - (it stands in facts).";

    private NewToken() {}

    /** @return whether the words were right */
    static boolean make(String[] words, PrintStream out, PrintStream errors) {
        Optional<Role> role = option(words, "--role").flatMap(Role::of);
        Optional<String> name = option(words, "--name")
                .filter(text -> TokenLine.NAME.matcher(text).matches());
        if (words.length != 5 || role.isEmpty() || name.isEmpty()) {
            errors.println(USE);
            return false;
        }
        Token token = Token.make(new SecureRandom());
        out.println("Token, shown this once: " + token.text());
        out.println("Line for the file of caravan.tokens: " + TokenLine.of(name.get(), role.get(), token));
        return true;
    }

    private static Optional<String> option(String[] words, String name) {
        for (int i = 1; i + 1 < words.length; i += 2) {
            if (words[i].equals(name)) {
                return Optional.of(words[i + 1]);
            }
        }
        return Optional.empty();
    }
}
