package io.caravan;

import io.caravan.cli.Exit;
import io.caravan.cli.NotDone;
import io.caravan.console.access.Role;
import io.caravan.console.access.Token;
import io.caravan.console.access.TokenLine;
import java.io.PrintStream;
import java.security.SecureRandom;

/** {@code caravan token}: makes a token, shows it once, and its line for the file of caravan.tokens. */
final class NewToken {
    private NewToken() {}

    static void make(String role, String name, PrintStream out) {
        Role given = Role.of(role)
                .orElseThrow(() -> new NotDone(Exit.USAGE, "--role is " + Role.words() + ", not '" + role + "'."));
        if (!TokenLine.NAME.matcher(name).matches()) {
            throw new NotDone(
                    Exit.USAGE,
                    "--name stands in facts: up to 100 letters, digits and . _ @ -, the first a letter or a digit, not '"
                            + name + "'.");
        }
        Token token = Token.make(new SecureRandom());
        out.println("Token, shown this once: " + token.text());
        out.println("Line for the file of caravan.tokens: " + TokenLine.of(name, given, token));
    }
}
